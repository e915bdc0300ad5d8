package io.catwalk.pipeline.retrain;

import io.catwalk.pipeline.StopSignal;
import io.catwalk.pipeline.config.ExperimentConfig;
import io.catwalk.pipeline.registry.AuditEntry;
import io.catwalk.pipeline.registry.Champion;
import io.catwalk.pipeline.run.ProgressListeners;
import io.catwalk.pipeline.storage.ArtifactStore;
import io.catwalk.pipeline.storage.SourceFiles;
import java.util.function.Consumer;

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

  /** How files are read where the configuration's source is. */
  SourceFiles sources(ExperimentConfig config);

  /**
   * What one start of a retraining is told besides the configuration.
   *
   * @param force trains though nothing is new
   * @param acceptData takes the data as it is, however different
   * @param stop asked whether the user wants the job to stop
   * @param program how the user calls Catwalk, for messages
   * @param say hears a line a step
   */
  record RetrainOptions(
      boolean force, boolean acceptData, StopSignal stop, String program, Consumer<String> say) {

    /** Of a start that only looks. */
    static final RetrainOptions NONE =
        new RetrainOptions(false, false, StopSignal.NEVER, "catwalk", line -> {});
  }

  /**
   * How a model's retraining stands; as JSON (snake_case) it is what {@code --status --json}
   * prints.
   *
   * @param model name in the registry
   * @param champion null while there is none
   * @param last how the last retraining ended; null while there was none
   * @param holder who is at work; null when nobody is
   * @param attempt id of the run that was begun and not judged; null when there is none
   * @param next what would be done now, in a sentence
   */
  record RetrainStatus(
      String model,
      Champion champion,
      AuditEntry last,
      String holder,
      String attempt,
      String next) {}
}
