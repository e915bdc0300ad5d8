package io.catwalk.pipeline.retrain;

import io.catwalk.pipeline.config.ExperimentConfig;
import io.catwalk.pipeline.run.ProgressListeners;
import io.catwalk.pipeline.storage.ArtifactStore;

/** What the command line asks of scheduled retraining and of the registry. */
public interface Retraining {

  /**
   * Looks for new data, trains a challenger on it, and lets it take the champion's place where it
   * is better. Doing so again changes nothing.
   *
   * @throws io.catwalk.pipeline.CatwalkException (usage) when no threshold is configured; (busy)
   *     when another process is at it
   */
  RetrainSummary retrain(
      ExperimentConfig config, RetrainOptions options, ProgressListeners listeners);

  /** How it stands; nothing is changed, and no Spark is started. */
  RetrainStatus status(ExperimentConfig config);

  /** The storage that holds the registry, as the configuration says. */
  ArtifactStore store(ExperimentConfig config);
}
