package io.catwalk.pipeline.run;

import io.catwalk.models.ModelCatalog;
import io.catwalk.models.ModelDefinition;
import io.catwalk.pipeline.CatwalkException;
import io.catwalk.pipeline.config.ExperimentConfig;
import io.catwalk.pipeline.evaluate.EvaluationResult;
import io.catwalk.pipeline.evaluate.Evaluator;
import io.catwalk.pipeline.ingest.DatasetManifest;
import io.catwalk.pipeline.ingest.Split;
import io.catwalk.pipeline.ingest.StoredDataset;
import io.catwalk.pipeline.train.ModelArchive;
import io.catwalk.pipeline.train.Trainer;
import io.catwalk.pipeline.train.TrainingResult;

/** Ingest where needed, train, evaluate on the test split, publish. */
final class TrainJob {

  private final Workbench bench;
  private final ExperimentConfig config;
  private final String runId;

  TrainJob(Workbench bench, ExperimentConfig config, String runId) {
    this.bench = bench;
    this.config = config;
    this.runId = runId;
  }

  RunSummary run(ProgressListeners listeners) {
    Stopwatch watch = new Stopwatch();
    RunRecord record = new RunRecord(runId, "train");
    ModelDefinition definition = ModelCatalog.get(config.model().name());
    try (RunFolder folder = new RunFolder(bench.store(), runId)) {
      watch.time("start spark", bench::spark);
      StoredDataset dataset =
          watch.time("ingest", () -> new IngestJob(bench, config).dataset(listeners.ingest()));
      check(dataset.manifest());
      Trainer trainer = new Trainer(bench.spark(), config.train(), listeners.training());
      TrainingResult training = watch.time("train", () -> trainer.train(dataset, definition));
      folder.write(RunFolder.MODEL, ModelArchive.write(training.model()));
      folder.write(HistoryCsv.FILE, HistoryCsv.write(training.history()));
      Evaluator evaluator = new Evaluator(bench.spark(), bench.store(), config.evaluate());
      EvaluationResult result =
          watch.time(
              "evaluate",
              () -> evaluator.evaluate(training.model(), dataset, Split.TEST, folder.folder()));
      folder.publish(
          config.effective(),
          dataset.manifest(),
          record.finish(bench.spark(), dataset, result, config.train(), training, watch));
      return folder.summary(dataset, result, training, null, watch.total());
    }
  }

  private void check(DatasetManifest manifest) {
    int expected = config.model().classes();
    if (expected != 0 && expected != manifest.classes().size()) {
      throw CatwalkException.usage(
          "model.classes = %d, but dataset %s has %d classes (%s); expected that number, or 0 to take it from the data"
              .formatted(
                  expected,
                  manifest.name(),
                  manifest.classes().size(),
                  String.join(", ", manifest.classes())));
    }
    if (manifest.count(Split.TEST) == 0) {
      throw CatwalkException.data(
          "Dataset "
              + manifest.name()
              + " has no test examples to judge the model by; set data.split = hash with"
              + " data.test-percent above 0");
    }
  }
}
