package io.catwalk.pipeline.run;

import io.catwalk.models.ImageShape;
import io.catwalk.pipeline.CatwalkException;
import io.catwalk.pipeline.ExitCode;
import io.catwalk.pipeline.ShellWord;
import io.catwalk.pipeline.config.ExperimentConfig;
import io.catwalk.pipeline.dataset.DatasetManifest;
import io.catwalk.pipeline.dataset.Split;
import io.catwalk.pipeline.dataset.StoredDataset;
import io.catwalk.pipeline.doctor.MemoryDemand;
import io.catwalk.pipeline.evaluate.Evaluator;
import io.catwalk.pipeline.evaluate.LabelReview;
import io.catwalk.pipeline.folds.OutOfFold;
import io.catwalk.pipeline.runs.EvaluationResult;
import io.catwalk.pipeline.runs.History;
import io.catwalk.pipeline.runs.LabelErrors;
import io.catwalk.pipeline.runs.RunManifest;
import io.catwalk.pipeline.runs.RunPaths;
import io.catwalk.pipeline.storage.ArtifactStore;
import io.catwalk.pipeline.storage.Patience;
import io.catwalk.pipeline.storage.StorageLock;
import io.catwalk.pipeline.tracking.Tracking;
import io.catwalk.pipeline.train.Checkpoints;
import io.catwalk.pipeline.train.Trainer;
import io.catwalk.pipeline.train.TrainingListener;
import io.catwalk.pipeline.train.TrainingMemory;
import io.catwalk.pipeline.train.TrainingResult;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Ingest where needed, train, evaluate on the test split, publish. What was begun under the same
 * run id goes on from its last checkpoint.
 */
public final class TrainJob {

  private final Workbench bench;
  private final ExperimentConfig config;
  private final String runId;
  private final RunOptions options;
  private final Stopwatch watch = new Stopwatch();
  private final RunRecord record;
  private final ArtifactStore store;
  private TrainingStart start;
  private final Given given;

  TrainJob(Workbench bench, ExperimentConfig config, String runId, RunOptions options) {
    this(bench, config, runId, options, new Given(Optional.empty(), Optional.empty()));
  }

  /** A training on a dataset that is there already, or from a model's weights. */
  public TrainJob(
      Workbench bench, ExperimentConfig config, String runId, RunOptions options, Given given) {
    this.given = given;
    this.bench = bench;
    this.config = config;
    this.runId = runId;
    this.options = options;
    this.record = new RunRecord(runId, "train", config.train().compute());
    this.store = bench.store();
  }

  /**
   * @param dataset to train on; without it what the configuration names is ingested
   * @param model URI of the {@code model.zip} whose weights training begins with; without it {@code
   *     model.from} decides
   */
  public record Given(Optional<StoredDataset> dataset, Optional<String> model) {}

  /** Whether a run was begun that can go on. */
  public static boolean begun(ArtifactStore store, String runId) {
    return Checkpoints.exist(store, StoredTraining.folder(runId));
  }

  /** Whether a run is finished. */
  public static boolean finished(ArtifactStore store, String runId) {
    return store.exists(RunPaths.folder(runId));
  }

  /** Deletes what an unfinished run that nobody will go on with has left. */
  public static void giveUp(ArtifactStore store, String runId) {
    RunFolder.discardLeftovers(store, runId);
    store.delete(StoredTraining.folder(runId));
  }

  /** Trains, or goes on, and publishes the run; a page shows it meanwhile. */
  public RunSummary run(ProgressListeners listeners) {
    Consumer<String> warn = listeners.training()::warned;
    try (Tracking tracking = Tracking.of(config, runId, bench::storeAt, store, warn);
        LivePage page = new LivePage(store, runId, listeners.training())) {
      RunSummary summary = begin(listeners.with(new TrainingListener.Both(page, tracking)));
      tracking.finished(summary.figures(), summary.facts());
      return summary;
    }
  }

  private RunSummary begin(ProgressListeners listeners) {
    RunFolder.refuseForeign(store, runId);
    Optional<StoredTraining> begun =
        options.resume() ? Optional.of(StoredTraining.read(store, runId)) : Optional.empty();
    RunFolder.refuseTaken(store, runId);
    String folder = StoredTraining.folder(runId);
    try (StorageLock lock = StorageLock.take(store, folder, "Run " + runId)) {
      // Whoever held the lock until now may have published the run.
      RunFolder.refuseTaken(store, runId);
      RunFolder.discardLeftovers(store, runId);
      try {
        return run(listeners, begun, lock);
      } finally {
        discard(folder, lock, listeners.training());
      }
    }
  }

  private RunSummary run(
      ProgressListeners listeners, Optional<StoredTraining> begun, StorageLock lock) {
    start = TrainingStart.of(bench, config, given.model());
    start.parent().ifPresent(record::startedFrom);
    start.teacher().ifPresent(teacher -> record.taughtBy(teacher.origin()));
    watch.time("start spark", bench::spark);
    // Before images are read for it: what they cannot change.
    bench.require(memory(config.data().shape(), Math.max(2, config.model().classes()), 0));
    StoredDataset dataset = watch.time("ingest", () -> dataset(listeners, begun));
    start.check(dataset.manifest(), config);
    requireRoom(dataset);
    String folder = StoredTraining.folder(runId);
    OutOfFold.Begun begins =
        new OutOfFold.Begun(
            folder, TrainingKeys.of(config, dataset.manifest(), start, bench.spark()), lock);
    try (Checkpoints checkpoints =
        new Checkpoints(
            store,
            folder,
            config.train().checkpoint(),
            begins.fingerprint(),
            listeners.training(),
            lock)) {
      if (checkpoints.find()) {
        options.stop().advise(toGoOn());
      } else if (begun.isPresent()) {
        throw CatwalkException.data(
            "--resume " + runId + ": none of its checkpoints is whole; start it anew by --run-id");
      }
      new StoredTraining(reference(dataset), config.effective()).write(store, runId, lock);
      return train(dataset, checkpoints, begins, listeners.training());
    }
  }

  private void requireRoom(StoredDataset dataset) {
    DatasetManifest manifest = dataset.manifest();
    int classes = manifest.classes().size();
    bench.require(memory(manifest.shape(), classes, manifest.count(Split.TRAIN)));
  }

  private MemoryDemand memory(ImageShape shape, int classes, long examples) {
    MemoryDemand demand =
        TrainingMemory.of(start.point(), shape, classes, config.train(), examples);
    // What lies in a GPU's memory is none of the machine's.
    return config.cluster().accelerator().gpu() ? demand.onHeap() : demand;
  }

  private StoredDataset dataset(ProgressListeners listeners, Optional<StoredTraining> begun) {
    Optional<StoredDataset> there =
        given.dataset().or(() -> begun.map(run -> bench.datasets().open(run.dataset())));
    if (there.isEmpty()) {
      // Ingest tells by itself what must be known of the source.
      return new IngestStage(bench, config).dataset(listeners.ingest());
    }
    there.get().manifest().notices().warnings().forEach(listeners.training()::warned);
    return there.get();
  }

  private RunSummary train(
      StoredDataset dataset,
      Checkpoints checkpoints,
      OutOfFold.Begun begun,
      TrainingListener listener) {
    Trainer trainer = new Trainer(bench.spark(), config.train(), listener);
    try {
      TrainingResult training =
          watch.time(
              "train",
              () ->
                  start.taught(
                      bench.spark(),
                      config,
                      dataset,
                      taught -> trainer.train(taught, start.point(), checkpoints, options.stop())));
      checkpoints.newest().ifPresent(uri -> options.stop().advise(toGoOn()));
      if (config.folds() > 0) {
        watch.time("folds", () -> judgeFolds(dataset, begun, listener));
      }
      Patience patience =
          new Patience(Duration.ofSeconds(config.storagePatience()), listener::warned);
      return patience.retry(
          "publish run " + runId, () -> publish(dataset, training, begun, listener));
    } catch (CatwalkException failure) {
      CatwalkException e = begun.lock().cause(failure);
      boolean stopped = e.exitCode() == ExitCode.INTERRUPTED || e.exitCode() == ExitCode.TERMINATED;
      boolean passing = stopped || e.exitCode() == ExitCode.CLUSTER;
      if (!passing || checkpoints.newest().isEmpty()) {
        throw e;
      }
      throw e.followedBy((stopped ? "; " : "\n") + toGoOn());
    }
  }

  private int judgeFolds(StoredDataset dataset, OutOfFold.Begun begun, TrainingListener listener) {
    start
        .parent()
        .ifPresent(
            model ->
                listener.warned(
                    "train.folds with a network to start from ("
                        + model.model()
                        + "): what that has learned from these images, the folds' networks know too"));
    return folds(listener).train(dataset, start.point(), begun, options.stop());
  }

  private OutOfFold folds(TrainingListener listener) {
    return new OutOfFold(bench.spark(), store, config, listener);
  }

  private String toGoOn() {
    // Without a master, spark-submit decides.
    String master = config.cluster().master();
    return "to go on: "
        + ShellWord.of(options.program())
        + " train --resume "
        + runId
        + " --storage "
        + ShellWord.of(store.root().toString())
        + (master.isEmpty() ? "" : " --master " + ShellWord.of(master));
  }

  private RunSummary publish(
      StoredDataset dataset,
      TrainingResult training,
      OutOfFold.Begun begun,
      TrainingListener listener) {
    begun.lock().check();
    listener.evaluating(dataset.manifest().count(Split.TEST));
    try (RunFolder folder = new RunFolder(store, runId)) {
      folder.write(training.model());
      folder.write(RunPaths.HISTORY, History.write(training.history()));
      Evaluator evaluator = new Evaluator(bench.spark(), store, config.evaluate());
      EvaluationResult result =
          watch.time(
              "evaluate",
              () -> evaluator.evaluate(training.model(), dataset, Split.TEST, folder.folder()));
      if (config.folds() > 0) {
        folds(listener).collect(begun, folder.folder());
      }
      LabelErrors labels =
          watch.time(
              "review labels",
              () ->
                  new LabelReview(bench.spark(), store, folder.folder())
                      .ofTraining(evaluator, training.model(), dataset, config.folds()));
      record.trained(config.train(), training);
      RunManifest manifest = record.finish(bench.spark(), dataset, result, watch);
      folder.publish(config.effective(), dataset.manifest(), manifest, begun.lock());
      return folder.summary(manifest, result, labels, folder.model(), watch.total());
    }
  }

  /** Nobody goes on from the checkpoints of a finished run, nor from none. */
  private void discard(String folder, StorageLock lock, TrainingListener listener) {
    try {
      lock.check();
      if (store.exists(RunPaths.folder(runId)) || !Checkpoints.exist(store, folder)) {
        store.delete(folder);
      }
    } catch (CatwalkException e) {
      if (e.exitCode() == ExitCode.BUSY) {
        // The files are its successor's, which deletes them.
        return;
      }
      listener.warned("Left behind: " + store.resolve(folder) + " (" + e.getMessage() + ")");
    }
  }

  private static String reference(StoredDataset dataset) {
    return dataset.manifest().name() + "@" + dataset.manifest().version();
  }
}
