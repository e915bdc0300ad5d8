package io.catwalk.pipeline.retrain;

import io.catwalk.pipeline.config.ExperimentConfig;
import io.catwalk.pipeline.storage.ArtifactStore;

/** What the command line asks of scheduled retraining and of the registry. */
public interface Retraining {

  /** The storage that holds the registry, as the configuration says. */
  ArtifactStore store(ExperimentConfig config);
}
