package io.catwalk.pipeline.run;

import io.catwalk.pipeline.CatwalkException;
import io.catwalk.pipeline.config.ConfigLoader;
import io.catwalk.pipeline.config.ExperimentConfig;
import io.catwalk.pipeline.runs.RunManifest;
import io.catwalk.pipeline.runs.RunPaths;
import io.catwalk.pipeline.runs.RunReader;
import io.catwalk.pipeline.runs.TrainingFingerprint;
import io.catwalk.pipeline.storage.ArtifactStore;
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
    String folder = RunPaths.folder(runId);
    if (!store.exists(folder)) {
      return Optional.empty();
    }
    RunReader reader = new RunReader(store, folder);
    RunManifest run = reader.manifest();
    List<String> differences =
        run.training() == null
            ? List.of("nothing was trained")
            : decisive(config.effective()).differences(decisive(reader.configuration()));
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
            runId, reader.metrics().accuracy(), run.training().epochs(), run.training().seconds()));
  }

  /** Of the keys that decide what is learned: those of the images too, not where it happens. */
  private static TrainingFingerprint decisive(String hocon) {
    Map<String, String> values = new TreeMap<>(ConfigLoader.settings(hocon));
    values.keySet().removeIf(key -> !key.startsWith("data.") && !TrainingKeys.decides(key));
    return TrainingFingerprint.of(values);
  }
}
