package io.catwalk.pipeline;

/** What a command's exit code tells the one who called it. */
public enum ExitCode {
  OK(0),
  BUG(1),
  /** The command line or the configuration is wrong. */
  USAGE(2),
  /** The data is missing, damaged or not what the configuration says. */
  DATA(3),
  /** Spark or the storage cannot be reached, or failed. */
  CLUSTER(4),
  /** Another process does the same work already; nothing was done. */
  BUSY(5),
  /** Stopped by SIGINT. */
  INTERRUPTED(130),
  /** Stopped by SIGTERM. */
  TERMINATED(143);

  private final int code;

  ExitCode(int code) {
    this.code = code;
  }

  public int code() {
    return code;
  }
}
