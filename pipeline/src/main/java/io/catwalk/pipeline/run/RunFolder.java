package io.catwalk.pipeline.run;

import io.catwalk.pipeline.CatwalkException;
import io.catwalk.pipeline.Json;
import io.catwalk.pipeline.dataset.DatasetManifest;
import io.catwalk.pipeline.model.ModelArchive;
import io.catwalk.pipeline.model.TrainedModel;
import io.catwalk.pipeline.report.Report;
import io.catwalk.pipeline.report.Reports;
import io.catwalk.pipeline.runs.ClassMetrics;
import io.catwalk.pipeline.runs.EvaluationResult;
import io.catwalk.pipeline.runs.LabelErrors;
import io.catwalk.pipeline.runs.RunManifest;
import io.catwalk.pipeline.runs.RunPaths;
import io.catwalk.pipeline.storage.ArtifactStore;
import io.catwalk.pipeline.storage.HeldLock;
import io.catwalk.pipeline.storage.StagedFolder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.slf4j.LoggerFactory;

/** A run's folder, {@code runs/<run-id>/}, from its start to its publication. */
final class RunFolder implements AutoCloseable {

  private final ArtifactStore store;
  private final String runId;
  private final StagedFolder folder;

  /**
   * @throws CatwalkException (usage) when there is a run of this name already
   */
  RunFolder(ArtifactStore store, String runId) {
    this.store = store;
    this.runId = runId;
    refuseForeign(store, runId);
    refuseTaken(store, runId);
    this.folder = store.stage(RunPaths.folder(runId));
  }

  /**
   * @throws CatwalkException (usage) when there is a run of this name already
   */
  static void refuseTaken(ArtifactStore store, String runId) {
    if (store.exists(RunPaths.folder(runId))) {
      throw CatwalkException.usage(
          "--run-id "
              + runId
              + ": this run exists already ("
              + store.resolve(RunPaths.folder(runId))
              + "); choose another id");
    }
  }

  /**
   * @throws CatwalkException (usage) when another user has begun or finished a run of this name
   */
  static void refuseForeign(ArtifactStore store, String runId) {
    for (String folder : List.of(RunPaths.folder(runId), StoredTraining.folder(runId))) {
      store
          .otherOwner(folder)
          .ifPresent(
              owner -> {
                throw CatwalkException.usage(
                    String.format(
                        Locale.ROOT,
                        "Run %s belongs to %s (%s); choose another --run-id, or go on with it as %s",
                        runId,
                        owner,
                        store.resolve(folder),
                        owner));
              });
    }
  }

  /**
   * Removes what an earlier process that was killed left of this run. The caller holds its lock.
   */
  static void discardLeftovers(ArtifactStore store, String runId) {
    store.discardStaged(RunPaths.ROOT, runId::equals);
  }

  String runId() {
    return runId;
  }

  StagedFolder folder() {
    return folder;
  }

  void write(String name, byte[] content) {
    folder.write(name, content);
  }

  void write(TrainedModel model) {
    folder.write(RunPaths.MODEL, out -> ModelArchive.write(model, out));
  }

  /**
   * Lets the run appear, with its report.
   *
   * @param lock of the run
   * @throws CatwalkException (busy) when another process has it
   */
  void publish(
      String effectiveConfig, DatasetManifest dataset, RunManifest manifest, HeldLock lock) {
    write(RunPaths.CONFIGURATION, effectiveConfig.getBytes(StandardCharsets.UTF_8));
    write(RunPaths.DATASET, Json.write(dataset));
    write(RunPaths.RUN, Json.write(manifest));
    writeReport();
    if (!folder.publish(lock)) {
      throw CatwalkException.usage(
          "--run-id " + runId + ": another job published this run meanwhile; choose another id");
    }
  }

  private void writeReport() {
    try {
      Reports.Place place =
          new Reports.Place(store, folder.path(), store.resolve(RunPaths.folder(runId)).toString());
      Report report = Reports.of(place);
      report.beside(RunPaths.REPORT).ifPresent(page -> write(page.name(), page.content()));
      write(RunPaths.REPORT, report.html(RunPaths.REPORT));
    } catch (RuntimeException e) {
      // Hours of training are worth more than a page, which can be made again at any time.
      LoggerFactory.getLogger(RunFolder.class)
          .warn(
              "Cannot make the report of run {} ({}); the run itself is whole, and catwalk report --run tells more",
              runId,
              e.toString());
    }
  }

  /** URI of the model in this folder. */
  String model() {
    return file(RunPaths.MODEL);
  }

  /**
   * @param labels what is probably labelled wrongly
   * @param modelFile URI of the model that was trained or judged
   * @param seconds wall time of the whole job
   */
  RunSummary summary(
      RunManifest manifest,
      EvaluationResult result,
      LabelErrors labels,
      String modelFile,
      double seconds) {
    Optional<RunManifest.TrainingFacts> training = Optional.ofNullable(manifest.training());
    RunManifest.DatasetUsed dataset = manifest.dataset();
    return new RunSummary(
        runId,
        store.resolve(RunPaths.folder(runId)).toString(),
        result.model(),
        dataset.name() + "@" + dataset.version(),
        result.accuracy(),
        result.macro().f1(),
        result.logLoss(),
        training.map(RunManifest.TrainingFacts::examples).orElse(0L),
        result.examples(),
        training.map(RunManifest.TrainingFacts::epochs).orElse(0),
        training.map(RunManifest.TrainingFacts::bestEpoch).orElse(0),
        training.map(RunManifest.TrainingFacts::validationAccuracy).orElse(null),
        recall(result),
        training.map(RunManifest.TrainingFacts::seconds).orElse(0.0),
        training.map(RunManifest.TrainingFacts::imagesPerSecond).orElse(0.0),
        seconds,
        file(RunPaths.METRICS),
        store.exists(RunPaths.folder(runId) + "/" + RunPaths.REPORT) ? file(RunPaths.REPORT) : null,
        modelFile,
        labels.found(),
        file(RunPaths.LABEL_ERROR_TABLE),
        result.parametersSha256(),
        dataset.synthetic());
  }

  /** In label order. */
  private static Map<String, Double> recall(EvaluationResult result) {
    Map<String, Double> recall = new LinkedHashMap<>();
    for (ClassMetrics each : result.perClass()) {
      if (each.recall() != null) {
        recall.put(each.name(), each.recall());
      }
    }
    return recall;
  }

  private String file(String name) {
    return store.resolve(RunPaths.folder(runId) + "/" + name).toString();
  }

  @Override
  public void close() {
    folder.close();
  }
}
