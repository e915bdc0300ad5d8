package io.catwalk.pipeline.tune;

import io.catwalk.pipeline.config.ExperimentConfig;
import io.catwalk.pipeline.config.LearningConfig.RegularisationConfig;
import io.catwalk.pipeline.config.SearchRange;
import io.catwalk.pipeline.config.SearchRange.Choice;
import io.catwalk.pipeline.config.SearchRange.Interval;
import io.catwalk.pipeline.config.SearchRange.Spread;
import io.catwalk.pipeline.config.TrainingConfig;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/**
 * The settings that may be tried.
 *
 * @param ranges a key each
 */
public record SearchSpace(List<SearchRange> ranges) {

  /** After so many draws of what is there already, the space is taken for exhausted. */
  private static final int DRAWS = 200;

  private static final int MOST_MINIBATCH = 1024;

  public SearchSpace {
    ranges = List.copyOf(ranges);
  }

  /** What the configuration asks for, or the usual around its training. */
  public static SearchSpace of(ExperimentConfig config) {
    List<SearchRange> asked = config.tune().space();
    return new SearchSpace(asked.isEmpty() ? usual(config.train()) : asked);
  }

  private static List<SearchRange> usual(TrainingConfig train) {
    double rate = train.learningRate();
    List<String> sizes =
        Stream.of(train.minibatch() / 2, train.minibatch(), 2 * train.minibatch())
            .filter(size -> size >= 1 && size <= MOST_MINIBATCH)
            .map(String::valueOf)
            .toList();
    List<SearchRange> ranges = new ArrayList<>();
    ranges.add(new Interval("train.learning-rate", rate / 10, rate * 10, Spread.LOG, false));
    if (sizes.size() > 1) {
      ranges.add(new Choice("train.minibatch", sizes));
    }
    ranges.add(new Choice("train.schedule.kind", List.of("constant", "cosine", "one-cycle")));
    ranges.add(
        new Choice(
            "train.weight-decay",
            train.updater() == TrainingConfig.Updater.ADAMW
                ? List.of("0.01", "0.03", "0.1")
                : List.of("0", "0.0001", "0.001")));
    RegularisationConfig now = train.learning().regularisation();
    ranges.add(
        new Choice(
            "train.label-smoothing",
            now.labelSmoothing() > 0 ? List.of("0", "0.05", "0.1", "0.2") : List.of("0", "0.1")));
    return ranges;
  }

  public List<String> keys() {
    return ranges.stream().map(SearchRange::key).toList();
  }

  /**
   * Different settings: key → value. The first has none, which is the configuration as it stands.
   *
   * @param count how many, at least 1; fewer come where the space has no more
   * @param seed the same seed draws the same
   */
  public List<Map<String, String>> draw(int count, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Set<Map<String, String>> drawn = new LinkedHashSet<>();
    drawn.add(Map.of());
    for (int inVain = 0; drawn.size() < count && inVain < DRAWS; inVain++) {
      Map<String, String> settings = new LinkedHashMap<>();
      for (SearchRange range : ranges) {
        settings.put(range.key(), range.value(random.nextDouble()));
      }
      if (drawn.add(settings)) {
        inVain = -1;
      }
    }
    return List.copyOf(drawn);
  }
}
