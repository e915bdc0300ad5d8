package io.catwalk.pipeline.retrain;

import io.catwalk.pipeline.config.ExperimentConfig;
import io.catwalk.pipeline.run.Workbench;
import io.catwalk.pipeline.storage.ArtifactStore;

/** On a Spark of its own, which is started when there is something to do. */
public final class SparkRetraining implements Retraining {

  @Override
  public ArtifactStore store(ExperimentConfig config) {
    try (Workbench bench = new Workbench(config, () -> "catwalk registry")) {
      return bench.store();
    }
  }
}
