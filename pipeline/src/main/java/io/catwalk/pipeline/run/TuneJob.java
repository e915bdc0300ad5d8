package io.catwalk.pipeline.run;

import io.catwalk.pipeline.CatwalkException;
import io.catwalk.pipeline.ExitCode;
import io.catwalk.pipeline.Json;
import io.catwalk.pipeline.config.ExperimentConfig;
import io.catwalk.pipeline.dataset.StoredDataset;
import io.catwalk.pipeline.report.TuningPage;
import io.catwalk.pipeline.runs.Tuning;
import io.catwalk.pipeline.storage.StorageLock;
import io.catwalk.pipeline.train.Checkpoints;
import io.catwalk.pipeline.train.ResidentSplits;
import io.catwalk.pipeline.train.Trainer;
import io.catwalk.pipeline.train.TrainingListener;
import io.catwalk.pipeline.train.TrainingResult;
import io.catwalk.pipeline.tune.SearchSpace;
import io.catwalk.pipeline.tune.TuneRequest;
import io.catwalk.pipeline.tune.TuneSummary;
import io.catwalk.pipeline.tune.TuningFolder;
import io.catwalk.pipeline.tune.TuningSearch;
import java.util.Map;
import java.util.Optional;

/**
 * Ingest where needed, then one training after the other with other settings, on images that are
 * laid out once. What was begun under the same id goes on.
 */
final class TuneJob {

  private final Workbench bench;
  private final TuneRequest request;
  private final String id;
  private final RunOptions options;

  TuneJob(Workbench bench, TuneRequest request, String id, RunOptions options) {
    this.bench = bench;
    this.request = request;
    this.id = id;
    this.options = options;
  }

  /**
   * @throws CatwalkException (usage) when a setting that may be drawn will not do, or another
   *     search was begun under this id; (busy) when another process is at it
   */
  TuneSummary run(ProgressListeners listeners) {
    SearchSpace space = SearchSpace.of(request.config());
    request.check(space);
    // A stored network that is named is read before Spark starts.
    TrainingStart start = TrainingStart.of(bench, request.config(), Optional.empty());
    String folder = TuningFolder.folder(id);
    try (StorageLock lock = StorageLock.take(bench.store(), folder, "Search " + id)) {
      bench.spark();
      StoredDataset dataset = new IngestStage(bench, request.config()).dataset(listeners.ingest());
      start.check(dataset.manifest(), request.config());
      TuningFolder files = new TuningFolder(bench.store(), id, lock);
      TuningSearch search = new TuningSearch(request, space, files, dataset.manifest());
      try (ResidentSplits splits = new ResidentSplits(bench.spark())) {
        OneTraining training =
            new OneTraining(dataset, splits, files, new Warnings(listeners.training()));
        Tuning tuning =
            search.run(
                TrainingKeys.of(
                    request.config(), dataset.manifest(), start.parent(), bench.spark()),
                training::train,
                () -> System.nanoTime() / 1e9);
        files.write(TuningFolder.REPORT, TuningPage.html(tuning));
        files.write(TuningFolder.RESULT, Json.write(tuning));
        return TuneSummary.of(tuning, files::uri);
      } catch (CatwalkException failure) {
        throw toGoOn(lock.cause(failure));
      }
    }
  }

  private CatwalkException toGoOn(CatwalkException failure) {
    boolean stopped =
        failure.exitCode() == ExitCode.INTERRUPTED || failure.exitCode() == ExitCode.TERMINATED;
    return stopped || failure.exitCode() == ExitCode.CLUSTER
        ? failure.followedBy(
            (stopped ? "; " : "\n") + "to go on: the same command with --run-id " + id)
        : failure;
  }

  private final class OneTraining {

    private final StoredDataset dataset;
    private final ResidentSplits splits;
    private final TuningFolder files;
    private final TrainingListener listener;

    OneTraining(
        StoredDataset dataset,
        ResidentSplits splits,
        TuningFolder files,
        TrainingListener listener) {
      this.dataset = dataset;
      this.splits = splits;
      this.files = files;
      this.listener = listener;
    }

    TrainingResult train(int trial, Map<String, String> settings, int epochs) {
      ExperimentConfig config = request.with(settings, epochs);
      TrainingStart start = TrainingStart.of(bench, config, Optional.empty());
      start.check(dataset.manifest(), config);
      String folder = files.checkpoints() + "/trial-" + trial + "-epochs-" + epochs;
      TrainingResult result;
      try (Checkpoints checkpoints =
          new Checkpoints(
              bench.store(),
              folder,
              config.train().checkpoint(),
              TrainingKeys.of(config, dataset.manifest(), start.parent(), bench.spark()),
              listener,
              files.lock())) {
        checkpoints.find();
        result =
            new Trainer(bench.spark(), config.train(), listener, Optional.of(splits))
                .train(dataset, start.point(), checkpoints, options.stop());
      }
      bench.store().delete(files.checkpoints());
      return result;
    }
  }

  /** Epochs of one training are none of the user's. */
  private record Warnings(TrainingListener next) implements TrainingListener {
    @Override
    public void warned(String message) {
      next.warned(message);
    }
  }
}
