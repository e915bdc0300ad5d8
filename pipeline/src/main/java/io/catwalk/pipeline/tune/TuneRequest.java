package io.catwalk.pipeline.tune;

import io.catwalk.pipeline.config.ConfigOverride;
import io.catwalk.pipeline.config.ExperimentConfig;
import io.catwalk.pipeline.runs.Tuning.Trial;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * What a search is given.
 *
 * @param config as it stands
 * @param variants the same under more overrides
 * @param told hears of each training that has ended, which is the last of all so far
 */
public record TuneRequest(
    ExperimentConfig config,
    Function<List<ConfigOverride>, ExperimentConfig> variants,
    Consumer<List<Trial>> told) {

  /**
   * The configuration under some settings.
   *
   * @param epochs that it trains
   * @throws io.catwalk.pipeline.CatwalkException (usage) when they will not do
   */
  public ExperimentConfig with(Map<String, String> settings, int epochs) {
    Map<String, String> all = new TreeMap<>(settings);
    all.put("train.epochs", Integer.toString(epochs));
    return variants.apply(
        all.entrySet().stream()
            .map(entry -> new ConfigOverride("tune.space", entry.getKey(), entry.getValue()))
            .toList());
  }

  /** Refuses values that no training could have, before any begins. */
  public void check(SearchSpace space) {
    space
        .ranges()
        .forEach(
            range ->
                range
                    .examples()
                    .forEach(value -> with(Map.of(range.key(), value), config.train().epochs())));
  }
}
