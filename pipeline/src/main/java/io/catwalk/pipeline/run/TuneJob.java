package io.catwalk.pipeline.run;

import io.catwalk.pipeline.CatwalkException;
import io.catwalk.pipeline.ExitCode;
import io.catwalk.pipeline.Json;
import io.catwalk.pipeline.config.ExperimentConfig;
import io.catwalk.pipeline.dataset.StoredDataset;
import io.catwalk.pipeline.report.TuningPage;
import io.catwalk.pipeline.runs.Tuning;
import io.catwalk.pipeline.runs.Tuning.Trial;
import io.catwalk.pipeline.storage.StorageLock;
import io.catwalk.pipeline.tracking.SearchTracking;
import io.catwalk.pipeline.tracking.Tracking;
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
    if (request.config().train().learning().teacher().teaches()) {
      throw CatwalkException.usage(
          "train.teacher.from: a search trains each network by itself; expected \"\", and then a training with the best settings and --teacher");
    }
    TrainingStart start = TrainingStart.of(bench, request.config(), Optional.empty());
    String folder = TuningFolder.folder(id);
    try (StorageLock lock = StorageLock.take(bench.store(), folder, "Search " + id)) {
      bench.spark();
      StoredDataset dataset = new IngestStage(bench, request.config()).dataset(listeners.ingest());
      start.check(dataset.manifest(), request.config());
      TuningFolder files = new TuningFolder(bench.store(), id, lock);
      TuningSearch search = new TuningSearch(request, space, files, dataset.manifest());
      TrainingListener warnings = new Warnings(listeners.training());
      try (SearchTracking tracking =
              new SearchTracking(
                  request.config(), id, bench::storeAt, bench.store(), warnings::warned);
          ResidentSplits splits = new ResidentSplits(bench.spark())) {
        OneTraining training = new OneTraining(dataset, splits, files, warnings, tracking);
        Tuning tuning =
            search.run(
                TrainingKeys.of(request.config(), dataset.manifest(), start, bench.spark()),
                training::train,
                () -> System.nanoTime() / 1e9);
        files.write(TuningFolder.REPORT, TuningPage.html(tuning));
        files.write(TuningFolder.RESULT, Json.write(tuning));
        tell(tracking, tuning);
        return TuneSummary.of(tuning, files::uri);
      } catch (CatwalkException failure) {
        throw toGoOn(lock.cause(failure));
      }
    }
  }

  private static void tell(SearchTracking tracking, Tuning tuning) {
    Trial best = tuning.best().orElseThrow();
    tracking.finished(
        Map.of("validation_accuracy", best.accuracy(), "validation_loss", best.loss()),
        Map.of(
            "catwalk.dataset",
            tuning.dataset(),
            "catwalk.best",
            OneTraining.name(best.trial(), best.epochs())));
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
    private final SearchTracking search;

    OneTraining(
        StoredDataset dataset,
        ResidentSplits splits,
        TuningFolder files,
        TrainingListener listener,
        SearchTracking search) {
      this.search = search;
      this.dataset = dataset;
      this.splits = splits;
      this.files = files;
      this.listener = listener;
    }

    /** Of one training, among those of the search. */
    static String name(int trial, int epochs) {
      return "trial-" + trial + "-epochs-" + epochs;
    }

    TrainingResult train(int trial, Map<String, String> settings, int epochs) {
      ExperimentConfig config = request.with(settings, epochs);
      TrainingStart start = TrainingStart.of(bench, config, Optional.empty());
      start.check(dataset.manifest(), config);
      String name = name(trial, epochs);
      TrainingResult result;
      try (Tracking tracking = search.training(config, name);
          Checkpoints checkpoints =
              new Checkpoints(
                  bench.store(),
                  files.checkpoints() + "/" + name,
                  config.train().checkpoint(),
                  TrainingKeys.of(config, dataset.manifest(), start, bench.spark()),
                  listener,
                  files.lock())) {
        checkpoints.find();
        TrainingListener both = new TrainingListener.Both(listener, tracking);
        result =
            new Trainer(bench.spark(), config.train(), both, Optional.of(splits))
                .train(dataset, start.point(), checkpoints, options.stop());
        tracking.finished(Map.of(), Map.of("catwalk.dataset", dataset.manifest().name()));
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
