package io.catwalk.pipeline.retrain;

import io.catwalk.pipeline.StopSignal;
import java.util.function.Consumer;

/**
 * What one start of a retraining is told besides the configuration.
 *
 * @param force trains though nothing is new
 * @param acceptData takes the data as it is, however different
 * @param stop asked whether the user wants the job to stop
 * @param program how the user calls Catwalk, for messages
 * @param say hears a line a step
 */
public record RetrainOptions(
    boolean force, boolean acceptData, StopSignal stop, String program, Consumer<String> say) {

  /** Of a start that only looks. */
  static final RetrainOptions NONE =
      new RetrainOptions(false, false, StopSignal.NEVER, "catwalk", line -> {});
}
