package io.catwalk.pipeline.run;

import io.catwalk.pipeline.config.ExperimentConfig;
import io.catwalk.pipeline.dataset.Split;
import io.catwalk.pipeline.dataset.StoredDataset;
import io.catwalk.pipeline.evaluate.Evaluator;
import io.catwalk.pipeline.evaluate.LabelReview;
import io.catwalk.pipeline.model.ModelCard;
import io.catwalk.pipeline.run.Jobs.EvaluationRequest;
import io.catwalk.pipeline.runs.EvaluationResult;
import io.catwalk.pipeline.runs.LabelErrors;
import io.catwalk.pipeline.runs.RunManifest;
import io.catwalk.pipeline.storage.HeldLock;
import java.util.List;

/** Judges a stored model on the test split of a stored dataset, as a run of its own. */
public final class EvaluateJob {

  private final Workbench bench;
  private final ExperimentConfig config;
  private final RunOptions options;

  public EvaluateJob(Workbench bench, ExperimentConfig config, RunOptions options) {
    this.bench = bench;
    this.config = config;
    this.options = options;
  }

  public RunSummary run(EvaluationRequest request) {
    Stopwatch watch = new Stopwatch();
    StoredModel stored = StoredModel.open(bench, request.model());
    ModelCard card = stored.model().card();
    String trainedOn = card.dataset() + "@" + card.datasetVersion();
    StoredDataset dataset = bench.datasets().open(request.dataset().orElse(trainedOn));
    String runId = options.idOr("evaluate-" + card.model());
    RunRecord record = new RunRecord(runId, "evaluate", config.evaluate().compute());
    try (RunFolder folder = new RunFolder(bench.store(), runId)) {
      watch.time("start spark", bench::spark);
      Evaluator evaluator = new Evaluator(bench.spark(), bench.store(), config.evaluate());
      EvaluationResult result =
          watch.time(
              "evaluate",
              () -> evaluator.evaluate(stored.model(), dataset, Split.TEST, folder.folder()));
      LabelErrors labels =
          new LabelReview(bench.spark(), bench.store(), folder.folder())
              .write(dataset, card.classes(), List.of(LabelReview.Judged.TEST));
      // The run can be read, reported and predicted with like any other.
      folder.write(stored.model());
      RunManifest manifest = record.finish(bench.spark(), dataset, result, watch);
      folder.publish(config.effective(), dataset.manifest(), manifest, HeldLock.UNDISPUTED);
      return folder.summary(manifest, result, labels, stored.uri(), watch.total());
    }
  }
}
