package io.catwalk.pipeline.cli;

import io.catwalk.pipeline.config.ExperimentConfig;
import io.catwalk.pipeline.retrain.Retraining;
import io.catwalk.pipeline.storage.ArtifactStore;

/** A store of a test. */
final class FakeRetraining implements Retraining {

  ArtifactStore store;

  @Override
  public ArtifactStore store(ExperimentConfig config) {
    return store;
  }
}
