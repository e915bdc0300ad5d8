package io.catwalk.pipeline.doctor;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The error that an executor met first, in a line, out of what Spark tells of a failed job. */
final class FirstError {

  private static final Pattern CAUSED_BY = Pattern.compile("(?m)^Caused by: (.+)$");
  private static final Pattern LOST_TASK =
      Pattern.compile("\\((\\S+ executor [^)]+)\\): ([^\\n]*)");

  private FirstError() {}

  static String of(Exception failure) {
    String trace = String.valueOf(failure.getMessage()).split("\nDriver stacktrace:", 2)[0];
    Matcher task = LOST_TASK.matcher(trace);
    String where = "";
    String error = trace.lines().findFirst().orElse("");
    if (task.find()) {
      where = "on " + task.group(1) + ": ";
      error = task.group(2);
    }
    Matcher cause = CAUSED_BY.matcher(trace);
    while (cause.find()) {
      error = cause.group(1);
    }
    return where + error.strip();
  }
}
