package io.catwalk.pipeline.retrain;

import io.catwalk.pipeline.config.ExperimentConfig;
import io.catwalk.pipeline.dataset.DatasetDifference;
import io.catwalk.pipeline.dataset.StoredDataset;
import io.catwalk.pipeline.ingest.BadImageApproval;
import io.catwalk.pipeline.ingest.StoredDatasets;
import io.catwalk.pipeline.registry.Champion;
import io.catwalk.pipeline.registry.Registry;
import io.catwalk.pipeline.retrain.Retraining.RetrainOptions;
import io.catwalk.pipeline.run.IngestStage;
import io.catwalk.pipeline.run.ProgressListeners;
import io.catwalk.pipeline.run.RunOptions;
import io.catwalk.pipeline.run.TrainJob;
import io.catwalk.pipeline.run.Workbench;
import java.util.List;
import java.util.Optional;

/**
 * On a workbench, whose Spark starts with the first stage that needs it.
 *
 * @param options of this start
 */
record SparkStages(Workbench bench, ExperimentConfig config, RetrainOptions options)
    implements Stages {

  @Override
  public StoredDatasets.Known known() {
    return new IngestStage(bench, config).known();
  }

  @Override
  public StoredDataset open(String reference) {
    return bench.datasets().open(reference);
  }

  @Override
  public StoredDataset ingest(
      Optional<StoredDataset> base,
      List<StoredDataset> tested,
      BadImageApproval approval,
      ProgressListeners listeners) {
    return new IngestStage(bench, config).dataset(base, tested, approval, listeners.ingest());
  }

  @Override
  public DatasetDifference difference(Optional<StoredDataset> before, StoredDataset now) {
    return DatasetDifference.of(bench.spark(), before, now);
  }

  @Override
  public void train(
      String run, StoredDataset dataset, Optional<String> from, ProgressListeners listeners) {
    if (TrainJob.finished(bench.store(), run)) {
      return;
    }
    RunOptions asked = new RunOptions(Optional.of(run), false, options.stop(), options.program());
    new TrainJob(bench, config, run, asked, new TrainJob.Given(Optional.of(dataset), from))
        .run(listeners);
  }

  @Override
  public Challenge.Verdict judge(
      String run, StoredDataset dataset, StoredDataset holdout, Optional<Champion> champion) {
    Registry registry = new Registry(bench.store(), config.retrain().registry());
    return new Challenge(bench, config, registry, holdout, options.say())
        .judge(run, dataset, champion);
  }

  @Override
  public void giveUp(String run) {
    TrainJob.giveUp(bench.store(), run);
  }
}
