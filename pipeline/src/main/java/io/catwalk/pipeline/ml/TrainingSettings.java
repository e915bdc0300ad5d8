package io.catwalk.pipeline.ml;

import io.catwalk.pipeline.CatwalkException;
import io.catwalk.pipeline.config.ConfigLoader;
import io.catwalk.pipeline.config.ConfigOverride;
import io.catwalk.pipeline.config.ConfigSources;
import io.catwalk.pipeline.config.ExperimentConfig;
import io.catwalk.pipeline.model.CatalogModels;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.regex.Pattern;
import org.apache.spark.ml.param.BooleanParam;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.LongParam;
import org.apache.spark.ml.param.Param;

/** The configuration that parameters of {@link TrainingParams} stand for. */
final class TrainingSettings {

  /** Parameter → key. */
  private static final Map<String, String> KEYS =
      Map.ofEntries(
          Map.entry("network", "model.name"),
          Map.entry("height", "data.shape.height"),
          Map.entry("width", "data.shape.width"),
          Map.entry("channels", "data.shape.channels"),
          Map.entry("resize", "data.resize"),
          Map.entry("epochs", "train.epochs"),
          Map.entry("minibatch", "train.minibatch"),
          Map.entry("workers", "train.workers"),
          Map.entry("averagingFrequency", "train.averaging-frequency"),
          Map.entry("learningRate", "train.learning-rate"),
          Map.entry("updater", "train.updater"),
          Map.entry("schedule", "train.schedule.kind"),
          Map.entry("seed", "train.seed"),
          Map.entry("flip", "train.augment.flip"),
          Map.entry("shift", "train.augment.shift"),
          Map.entry("erasing", "train.augment.erasing"),
          Map.entry("balance", "train.balance"),
          Map.entry("checkpointInterval", "train.checkpoint.every-epochs"));

  /** What a training on a table knows, beside where its checkpoints lie. */
  private static final Pattern HEEDED =
      Pattern.compile("(?:model|train)\\..*|data\\.(?:shape\\..*|resize|max-megapixels)");

  private static final Set<String> OF_RUNS = Set.of("train.folds");

  private TrainingSettings() {}

  /**
   * @throws CatwalkException (usage) that names every mistake in a line
   */
  static ExperimentConfig of(TrainingParams<?> params) {
    List<ConfigOverride> overrides = new ArrayList<>();
    for (String assignment : params.getSettings()) {
      ConfigOverride override = ConfigOverride.assignment("setting", assignment);
      String key = override.key();
      if (!key.isEmpty() && (!HEEDED.matcher(key).matches() || OF_RUNS.contains(key))) {
        throw CatwalkException.usage(
            override.shown()
                + ": a fit does not heed this key; expected one of model, train (but train.folds), data.shape, data.resize or data.max-megapixels");
      }
      overrides.add(override);
    }
    KEYS.forEach(
        (name, key) -> {
          Param<Object> param = params.getParam(name);
          if (params.isSet(param)) {
            String value = params.getOrDefault(param).toString();
            overrides.add(ConfigOverride.option(name + " =", key, value));
          }
        });
    return load(overrides);
  }

  private static ExperimentConfig load(List<ConfigOverride> overrides) {
    return new ConfigLoader(new CatalogModels())
        .load(new ConfigSources(Map.of(), overrides, false));
  }

  /** Gives each parameter the default of its key, so that Spark can show it. */
  static void setDefaults(TrainingParams<?> params) {
    SortedMap<String, String> defaults = ConfigLoader.settings(load(List.of()));
    params.setDefault(params.settings(), new String[0]);
    params.setDefault(params.checkpointPath(), "");
    KEYS.forEach(
        (name, key) -> {
          Param<Object> param = params.getParam(name);
          params.setDefault(param, value(param, defaults.get(key)));
        });
  }

  private static Object value(Param<?> param, String text) {
    if (param instanceof IntParam) {
      return Integer.valueOf(text);
    }
    if (param instanceof LongParam) {
      return Long.valueOf(text);
    }
    if (param instanceof DoubleParam) {
      return Double.valueOf(text);
    }
    return param instanceof BooleanParam ? Boolean.valueOf(text) : text;
  }
}
