package io.catwalk.pipeline.cli;

import io.catwalk.pipeline.config.ExperimentConfig;
import io.catwalk.pipeline.retrain.Outcome;
import io.catwalk.pipeline.retrain.RetrainSummary;
import io.catwalk.pipeline.retrain.Retraining;
import io.catwalk.pipeline.retrain.Retraining.RetrainOptions;
import io.catwalk.pipeline.retrain.Retraining.RetrainStatus;
import io.catwalk.pipeline.run.ProgressListeners;
import io.catwalk.pipeline.storage.ArtifactStore;
import io.catwalk.pipeline.storage.HadoopStorage;
import io.catwalk.pipeline.storage.SourceFiles;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A store of a test, and fixed results. */
public final class FakeRetraining implements Retraining {

  public ArtifactStore store;
  Outcome outcome = Outcome.PROMOTED;
  List<String> reasons = List.of("better by far");
  RuntimeException failure;
  final List<ExperimentConfig> seen = new ArrayList<>();
  RetrainOptions options;

  @Override
  public RetrainSummary retrain(
      ExperimentConfig config, RetrainOptions options, ProgressListeners listeners) {
    this.options = options;
    seen.add(config);
    if (failure != null) {
      throw failure;
    }
    options.say().accept("3 new images");
    return new RetrainSummary(
        outcome,
        reasons,
        config.retrain().registry(),
        "v0002",
        "v0001",
        "v0002",
        "r2",
        "pets@3f2a91",
        3,
        1,
        null,
        "file:/store/runs/r2/report-against-r1.html",
        null,
        12,
        345,
        6.5,
        List.of("retrain.hooks.command mail ended with 1"));
  }

  @Override
  public RetrainStatus status(ExperimentConfig config) {
    return new RetrainStatus(config.retrain().registry(), null, null, null, null, "train");
  }

  @Override
  public SourceFiles sources(ExperimentConfig config) {
    return HadoopStorage.with(Map.of()).sources();
  }

  @Override
  public ArtifactStore store(ExperimentConfig config) {
    return store;
  }
}
