package io.catwalk.pipeline.spark;

/**
 * Deeplearning4j writes a file into the working directory whenever it meets an {@link
 * OutOfMemoryError}, one a thread. What was full is told in a line instead.
 */
final class CrashDumps {

  private static final String PROPERTY = "org.deeplearning4j.crash.reporting.enabled";

  private CrashDumps() {}

  /** In this process; before its first network. A user's own setting stands. */
  static void forbid() {
    if (System.getProperty(PROPERTY) == null) {
      System.setProperty(PROPERTY, "false");
    }
  }
}
