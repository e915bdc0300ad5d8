package io.catwalk.pipeline;

import java.util.Optional;
import java.util.function.Supplier;

/**
 * A failure that the user can mend. Its message is all that the user sees: what was wrong, where,
 * and what would be right, in one line (or one line a mistake). Anything else that is thrown is a
 * bug.
 */
public final class CatwalkException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final ExitCode exitCode;

  private CatwalkException(ExitCode exitCode, String message, Throwable cause) {
    super(message, cause);
    this.exitCode = exitCode;
  }

  /** The command line or the configuration is wrong. */
  public static CatwalkException usage(String message) {
    return new CatwalkException(ExitCode.USAGE, message, null);
  }

  /** The data is missing, damaged or not what the configuration says. */
  public static CatwalkException data(String message) {
    return new CatwalkException(ExitCode.DATA, message, null);
  }

  /** As {@link #data(String)}, keeping the exception that told. */
  public static CatwalkException data(String message, Throwable cause) {
    return new CatwalkException(ExitCode.DATA, message, cause);
  }

  /** Spark or the storage cannot be reached, or failed. */
  public static CatwalkException cluster(String message) {
    return new CatwalkException(ExitCode.CLUSTER, message, null);
  }

  /** As {@link #cluster(String)}, keeping the exception that told. */
  public static CatwalkException cluster(String message, Throwable cause) {
    return new CatwalkException(ExitCode.CLUSTER, message, cause);
  }

  /** Another process does the same work already. */
  public static CatwalkException busy(String message) {
    return new CatwalkException(ExitCode.BUSY, message, null);
  }

  /** Not the user's to mend, but known well enough that a line tells more than a stack trace. */
  public static CatwalkException bug(String message, Throwable cause) {
    return new CatwalkException(ExitCode.BUG, message, cause);
  }

  /**
   * The user stopped it.
   *
   * @param signal {@link ExitCode#INTERRUPTED} or {@link ExitCode#TERMINATED}
   */
  public static CatwalkException stopped(ExitCode signal, String message) {
    return new CatwalkException(signal, message, null);
  }

  /** The same failure with advice behind its message that only the caller can give. */
  public CatwalkException followedBy(String advice) {
    return new CatwalkException(exitCode, getMessage() + advice, this);
  }

  /** The one among a failure and its causes: what an executor threw reaches the driver wrapped. */
  public static Optional<CatwalkException> among(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof CatwalkException told) {
        return Optional.of(told);
      }
    }
    return Optional.empty();
  }

  public ExitCode exitCode() {
    return exitCode;
  }

  /**
   * Does something, and throws what an executor threw among the causes of its failure in place of
   * that: Spark wraps it, in exceptions that its methods do not declare.
   */
  public static <T> T told(Supplier<T> work) {
    try {
      return work.get();
    } catch (Exception e) { // Scala's methods throw checked ones without a word.
      among(e)
          .ifPresent(
              told -> {
                throw told;
              });
      throw e;
    }
  }
}
