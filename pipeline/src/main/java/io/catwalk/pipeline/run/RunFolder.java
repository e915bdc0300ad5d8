package io.catwalk.pipeline.run;

import io.catwalk.pipeline.CatwalkException;
import io.catwalk.pipeline.Json;
import io.catwalk.pipeline.dataset.DatasetManifest;
import io.catwalk.pipeline.dataset.StoredDataset;
import io.catwalk.pipeline.evaluate.EvaluationResult;
import io.catwalk.pipeline.evaluate.Evaluator;
import io.catwalk.pipeline.model.ModelArchive;
import io.catwalk.pipeline.model.TrainedModel;
import io.catwalk.pipeline.report.Reports;
import io.catwalk.pipeline.storage.ArtifactStore;
import io.catwalk.pipeline.storage.HeldLock;
import io.catwalk.pipeline.storage.StagedFolder;
import io.catwalk.pipeline.train.TrainingResult;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.slf4j.LoggerFactory;

/** A run's folder, {@code runs/<run-id>/}, from its start to its publication. */
final class RunFolder implements AutoCloseable {

  static final String MODEL = "model.zip";
  static final String CONFIG = "effective.conf";

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
    this.folder = store.stage(path(runId));
  }

  static String path(String runId) {
    return "runs/" + runId;
  }

  /**
   * @throws CatwalkException (usage) when there is a run of this name already
   */
  static void refuseTaken(ArtifactStore store, String runId) {
    if (store.exists(path(runId))) {
      throw CatwalkException.usage(
          "--run-id "
              + runId
              + ": this run exists already ("
              + store.resolve(path(runId))
              + "); choose another id");
    }
  }

  /**
   * @throws CatwalkException (usage) when another user has begun or finished a run of this name
   */
  static void refuseForeign(ArtifactStore store, String runId) {
    for (String folder : List.of(path(runId), StoredTraining.folder(runId))) {
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
    Pattern unpublished =
        Pattern.compile("\\." + Pattern.quote(runId) + "\\.[0-9a-f-]{36}\\.incomplete");
    store.list("runs").stream()
        .filter(name -> unpublished.matcher(name).matches())
        .forEach(name -> store.delete("runs/" + name));
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
    folder.write(MODEL, out -> ModelArchive.write(model, out));
  }

  /**
   * Lets the run appear, with its report.
   *
   * @param lock of the run
   * @throws CatwalkException (busy) when another process has it
   */
  void publish(
      String effectiveConfig, DatasetManifest dataset, RunManifest manifest, HeldLock lock) {
    write(CONFIG, effectiveConfig.getBytes(StandardCharsets.UTF_8));
    write(Reports.DATASET, Json.write(dataset));
    write(RunManifest.FILE, Json.write(manifest));
    writeReport();
    if (!folder.publish(lock)) {
      throw CatwalkException.usage(
          "--run-id " + runId + ": another job published this run meanwhile; choose another id");
    }
  }

  private void writeReport() {
    try {
      Reports.Place place =
          new Reports.Place(store, folder.path(), store.resolve(path(runId)).toString());
      write(Reports.FILE, Reports.of(place, null).html());
    } catch (RuntimeException e) {
      // Hours of training are worth more than a page, which can be made again at any time.
      LoggerFactory.getLogger(RunFolder.class)
          .warn(
              "Cannot make the report of run {} ({}); the run itself is whole, and catwalk report --run tells more",
              runId,
              e.toString());
    }
  }

  /**
   * @param training null when nothing was trained
   * @param modelFile URI of the model; null for the one in this folder
   */
  RunSummary summary(
      StoredDataset dataset,
      EvaluationResult result,
      TrainingResult training,
      String modelFile,
      double seconds) {
    return new RunSummary(
        runId,
        store.resolve(path(runId)).toString(),
        result.model(),
        dataset.manifest().name() + "@" + dataset.manifest().version(),
        result.accuracy(),
        result.macro().f1(),
        result.logLoss(),
        training == null ? 0 : training.examples(),
        result.examples(),
        training == null ? 0 : training.history().size(),
        training == null ? 0 : training.seconds(),
        training == null ? 0 : training.imagesPerSecond(),
        seconds,
        store.resolve(path(runId) + "/" + Evaluator.METRICS).toString(),
        store.exists(path(runId) + "/" + Reports.FILE)
            ? store.resolve(path(runId) + "/" + Reports.FILE).toString()
            : null,
        modelFile != null ? modelFile : store.resolve(path(runId) + "/" + MODEL).toString(),
        result.parametersSha256(),
        dataset.manifest().synthetic());
  }

  @Override
  public void close() {
    folder.close();
  }
}
