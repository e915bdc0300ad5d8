package io.catwalk.pipeline.run;

import io.catwalk.pipeline.config.ConfigLoader;
import io.catwalk.pipeline.config.ExperimentConfig;
import io.catwalk.pipeline.dataset.DatasetManifest;
import io.catwalk.pipeline.runs.TrainingFingerprint;
import io.catwalk.pipeline.spark.EngineSurvey;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.SparkSession;

/** Gathers what decides a training's result. */
public final class TrainingKeys {

  private TrainingKeys() {}

  /**
   * Every key of {@code model} and {@code train} but those that only say when it is saved, where
   * examples wait and what comes after it; the models that it starts from and learns from, if any;
   * the data; and what computes, since another kernel gives other last bits.
   */
  public static TrainingFingerprint of(
      ExperimentConfig config, DatasetManifest manifest, TrainingStart start, SparkSession spark) {
    Map<String, String> values = new TreeMap<>();
    ConfigLoader.settings(config)
        .forEach(
            (key, value) -> {
              if (decides(key)) {
                values.put(key, value);
              }
            });
    start.parent().ifPresent(model -> values.put("model.from's SHA-256", model.sha256()));
    start
        .teacher()
        .ifPresent(
            teacher -> values.put("train.teacher.from's SHA-256", teacher.origin().sha256()));
    values.put("dataset", manifest.name() + "@" + manifest.version());
    values.put("engine", String.join(", ", EngineSurvey.of(spark, config.train().compute())));
    return TrainingFingerprint.of(values);
  }

  static boolean decides(String key) {
    return (key.startsWith("model.") || key.startsWith("train."))
        && !key.startsWith("train.checkpoint.")
        // They come after the network itself.
        && !key.equals("train.folds")
        && !key.equals("train.averaging.storage");
  }
}
