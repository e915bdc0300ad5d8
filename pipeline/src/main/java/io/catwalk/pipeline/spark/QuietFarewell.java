package io.catwalk.pipeline.spark;

import java.io.PrintStream;
import java.util.Arrays;
import java.util.concurrent.RejectedExecutionException;

/**
 * Keeps out of stderr what Spark prints when it stops while an executor owes it an answer: the
 * stack trace of each answer that nobody takes any more. It goes past every log setting, and tells
 * a user nothing.
 */
public final class QuietFarewell extends PrintStream {

  private static final String SPARK = "org.apache.spark.rpc.";
  private static final String FRAME = "\tat ";

  /** Whether the lines that follow belong to such a trace; a trace is printed under a lock. */
  private volatile boolean within;

  private QuietFarewell(PrintStream stderr) {
    super(stderr, true);
  }

  /** Wraps {@link System#err}, for the rest of this process. */
  public static void install() {
    System.setErr(over(System.err));
  }

  static PrintStream over(PrintStream stderr) {
    return new QuietFarewell(stderr);
  }

  /** An exception prints itself and its frames by this. */
  @Override
  public void println(Object line) {
    within = line instanceof Throwable thrown ? unanswered(thrown) : within && isFrame(line);
    if (!within) {
      super.println(line);
    }
  }

  private static boolean unanswered(Throwable thrown) {
    return thrown instanceof RejectedExecutionException
        && Arrays.stream(thrown.getStackTrace())
            .anyMatch(frame -> frame.getClassName().startsWith(SPARK));
  }

  private static boolean isFrame(Object line) {
    return line.toString().startsWith(FRAME);
  }
}
