package io.catwalk.pipeline.cli;

import io.catwalk.pipeline.ExitCode;
import io.catwalk.pipeline.cli.console.Console;
import io.catwalk.pipeline.spark.MemoryFailure;
import java.util.Optional;
import java.util.function.IntConsumer;

/**
 * Ends the process where a thread dies for want of memory, whosesoever it is: the others would wait
 * for it for ever, as Spark's wait for the one that fetches results.
 */
final class OutOfMemoryExit implements Thread.UncaughtExceptionHandler {

  private final Console console;
  private final IntConsumer end;

  /**
   * @param end ends the process with an exit code
   */
  OutOfMemoryExit(Console console, IntConsumer end) {
    this.console = console;
    this.end = end;
  }

  @Override
  public void uncaughtException(Thread thread, Throwable failure) {
    Optional<MemoryFailure> full = MemoryFailure.among(failure);
    if (full.isPresent()) {
      console.say("catwalk: " + full.get().line());
      end.accept(ExitCode.CLUSTER.code());
    } else {
      failure.printStackTrace();
    }
  }
}
