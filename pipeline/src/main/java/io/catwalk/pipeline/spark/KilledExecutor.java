package io.catwalk.pipeline.spark;

import java.util.regex.Pattern;

/**
 * An executor's process that SIGKILL ended, and nobody says why: a person, a machine that was taken
 * away, or a system without memory. Where somebody does say why, it is a {@link MemoryFailure}.
 */
public final class KilledExecutor {

  /** Where to look for who it was, and what to do where it was for want of memory. */
  public static final String HINT =
      "Spark is not told who killed it: where the log of its host (dmesg) names it out of memory, "
          + MemoryFailure.EXECUTOR_OFF_HEAP;

  private static final Pattern EXIT =
      Pattern.compile("(?i)(?:exited with (?:exit )?code|exit status:|exit code) 137\\b");

  private KilledExecutor() {}

  /** Whether Spark's words about the end of an executor mean this. */
  public static boolean says(String reason) {
    return EXIT.matcher(reason).find();
  }
}
