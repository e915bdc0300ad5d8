package io.catwalk.pipeline.retrain;

import io.catwalk.pipeline.config.ExperimentConfig;
import io.catwalk.pipeline.registry.Registry;
import io.catwalk.pipeline.retrain.Retraining.RetrainOptions;
import io.catwalk.pipeline.retrain.Retraining.RetrainStatus;
import io.catwalk.pipeline.run.ProgressListeners;
import io.catwalk.pipeline.run.Workbench;
import io.catwalk.pipeline.storage.ArtifactStore;
import io.catwalk.pipeline.storage.SourceFiles;
import io.catwalk.pipeline.tracking.Lineage;
import java.util.List;
import java.util.function.Consumer;

/** On a Spark of its own, which is started when there is something to do. */
public final class SparkRetraining implements Retraining {

  @Override
  public RetrainSummary retrain(
      ExperimentConfig config, RetrainOptions options, ProgressListeners listeners) {
    String name = config.retrain().registry();
    try (Workbench bench = bench(config, listeners.training()::warned);
        Lineage lineage =
            Lineage.of(config.tracking(), "retrain " + name, listeners.training()::warned)) {
      RetrainSummary summary =
          new RetrainJob(bench.store(), config, options, new SparkStages(bench, config, options))
              .run(listeners);
      lineage.completed(
          List.of(config.data().source()),
          List.of(bench.store().resolve(Registry.folder(name)).toString()));
      return summary;
    }
  }

  @Override
  public RetrainStatus status(ExperimentConfig config) {
    try (Workbench bench = bench(config, warning -> {})) {
      Stages stages = new SparkStages(bench, config, RetrainOptions.NONE);
      return new Situation(bench.store(), config, stages).status();
    }
  }

  @Override
  public ArtifactStore store(ExperimentConfig config) {
    try (Workbench bench = bench(config, warning -> {})) {
      return bench.store();
    }
  }

  @Override
  public SourceFiles sources(ExperimentConfig config) {
    try (Workbench bench = bench(config, warning -> {})) {
      return bench.sources();
    }
  }

  private static Workbench bench(ExperimentConfig config, Consumer<String> warn) {
    return new Workbench(config, () -> "catwalk retrain " + config.retrain().registry(), warn);
  }
}
