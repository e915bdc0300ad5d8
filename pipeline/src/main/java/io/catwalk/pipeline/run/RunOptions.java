package io.catwalk.pipeline.run;

import io.catwalk.pipeline.CatwalkException;
import java.util.regex.Pattern;

/**
 * What one start of a job is told besides the configuration.
 *
 * @param runId the name of the run's folder and of the Spark application; null lets the job make
 *     one
 */
public record RunOptions(String runId) {

  /** Whatever the job chooses. */
  public static final RunOptions NONE = new RunOptions(null);

  private static final Pattern VALID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");

  /**
   * @throws CatwalkException (usage) when the run id cannot be a folder's name on every file system
   */
  public RunOptions {
    if (runId != null && !VALID.matcher(runId).matches()) {
      throw CatwalkException.usage(
          "--run-id "
              + runId
              + ": expected 1 to 100 letters, digits, '.', '_' or '-', the first a letter or digit");
    }
  }
}
