package io.catwalk.pipeline.run;

import io.catwalk.pipeline.CatwalkException;
import io.catwalk.pipeline.Json;
import io.catwalk.pipeline.config.ConfigLoader;
import io.catwalk.pipeline.config.ExperimentConfig;
import io.catwalk.pipeline.evaluate.EvaluationResult;
import io.catwalk.pipeline.evaluate.Evaluator;
import io.catwalk.pipeline.storage.ArtifactStore;
import io.catwalk.pipeline.train.TrainingFingerprint;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What came of a training that was finished at some time.
 *
 * @param accuracy on the test split, 0 to 1
 * @param epochs trained
 * @param trainSeconds of training alone, without validation
 */
public record FinishedTraining(String runId, double accuracy, int epochs, double trainSeconds) {

  /**
   * A run by its id; empty where there is none.
   *
   * @param config that it would be trained with now
   * @throws CatwalkException (usage) when it was trained on other data or with other settings, or
   *     not at all
   */
  static Optional<FinishedTraining> find(
      ArtifactStore store, ExperimentConfig config, String runId) {
    String folder = RunFolder.path(runId);
    if (!store.exists(folder)) {
      return Optional.empty();
    }
    RunManifest run = read(store, folder + "/" + RunManifest.FILE, RunManifest.class);
    List<String> differences =
        run.training() == null
            ? List.of("nothing was trained")
            : decisive(config.effective())
                .differences(decisive(text(store, folder + "/" + RunFolder.CONFIG)));
    if (!differences.isEmpty()) {
      throw CatwalkException.usage(
          String.format(
              Locale.ROOT,
              "Run %s (%s) is another one: %s; choose another name",
              runId,
              store.resolve(folder),
              String.join(", ", differences)));
    }
    return Optional.of(
        new FinishedTraining(
            runId,
            read(store, folder + "/" + Evaluator.METRICS, EvaluationResult.class).accuracy(),
            run.training().epochs(),
            run.training().seconds()));
  }

  private static String text(ArtifactStore store, String file) {
    return new String(store.read(file), StandardCharsets.UTF_8);
  }

  private static <T> T read(ArtifactStore store, String file, Class<T> type) {
    return Json.read(store.read(file), type, store.resolve(file).toString());
  }

  /** Of the keys that decide what is learned: those of the images too, not where it happens. */
  private static TrainingFingerprint decisive(String hocon) {
    Map<String, String> values = new TreeMap<>(ConfigLoader.settings(hocon));
    values.keySet().removeIf(key -> !key.startsWith("data.") && !TrainingKeys.decides(key));
    return TrainingFingerprint.of(values);
  }
}
