package io.catwalk.pipeline.spark;

import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.config.LoggerConfig;
import org.apache.logging.log4j.core.filter.AbstractFilter;

/**
 * Keeps Spark's and Deeplearning4j's stack traces of an {@link OutOfMemoryError} out of the
 * driver's log: a task each, sixty lines, all of them about one fact that is told in a line.
 * Executors' own logs keep theirs, and so does a log that shows INFO or more.
 */
final class QuietOutOfMemory extends AbstractFilter {

  private static final String ERROR = "OutOfMemoryError";

  /** Where Spark's log goes by Log4j 2; otherwise nothing changes. */
  static void install() {
    if (!(LogManager.getContext(false) instanceof LoggerContext context)) {
      return;
    }
    // What the configuration itself filters is asked before there is an event.
    LoggerConfig root = context.getConfiguration().getRootLogger();
    if (!(root.getFilter() instanceof QuietOutOfMemory)) {
      root.addFilter(new QuietOutOfMemory());
    }
  }

  @Override
  public Result filter(LogEvent event) {
    boolean brief = !LogManager.getRootLogger().isEnabled(Level.INFO);
    boolean foreign =
        event.getLoggerName().startsWith("org.apache.spark.")
            || event.getLoggerName().startsWith("org.deeplearning4j.");
    return brief && foreign && tellsOfMemory(event) ? Result.DENY : Result.NEUTRAL;
  }

  private static boolean tellsOfMemory(LogEvent event) {
    for (Throwable cause = event.getThrown(); cause != null; cause = cause.getCause()) {
      if (cause instanceof OutOfMemoryError) {
        return true;
      }
    }
    return event.getMessage().getFormattedMessage().contains(ERROR);
  }
}
