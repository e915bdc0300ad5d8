package io.catwalk.pipeline.cli.console;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Finds out whether stderr is a terminal. Java's {@code System.console()} tells of stdin and stdout
 * only, so the launcher says it by {@code CATWALK_STDERR_TTY} (1 or 0, from {@code [ -t 2 ]});
 * without the launcher, Linux is asked what descriptor 2 is.
 */
public final class StandardError {

  static final String LAUNCHER_SAYS = "CATWALK_STDERR_TTY";

  private static final Pattern TERMINAL = Pattern.compile("/dev/(pts/\\d+|tty\\w*|console)");
  private static final int USUAL_WIDTH = 80;
  private static final int LEAST_WIDTH = 40;

  private StandardError() {}

  /**
   * @param descriptor the link that names what the process's stderr is, {@code /proc/self/fd/2}
   */
  public static boolean isTerminal(Map<String, String> environment, Path descriptor) {
    String said = environment.get(LAUNCHER_SAYS);
    if (said != null) {
      return said.equals("1");
    }
    try {
      return TERMINAL.matcher(Files.readSymbolicLink(descriptor).toString()).matches();
    } catch (IOException | UnsupportedOperationException e) {
      // Not Linux: nothing is known, and a plain line is right everywhere.
      return false;
    }
  }

  /** The terminal's width where the shell exports it, else 80. */
  public static int columns(Map<String, String> environment) {
    String columns = environment.getOrDefault("COLUMNS", "");
    return columns.matches("\\d{1,4}")
        ? Math.max(LEAST_WIDTH, Integer.parseInt(columns))
        : USUAL_WIDTH;
  }
}
