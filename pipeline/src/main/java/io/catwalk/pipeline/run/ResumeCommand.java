package io.catwalk.pipeline.run;

import io.catwalk.pipeline.storage.ArtifactStore;
import java.util.regex.Pattern;

/** The command line that takes an interrupted training up again. */
final class ResumeCommand {

  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_@%+=:,./-]+");

  private ResumeCommand() {}

  /**
   * @param program as the user calls it
   * @param master Spark's master as configured; empty where spark-submit decides
   */
  static String of(String program, String runId, ArtifactStore store, String master) {
    return quoted(program)
        + " train --resume "
        + runId
        + " --storage "
        + quoted(store.root().toString())
        + (master.isEmpty() ? "" : " --master " + quoted(master));
  }

  /** As a shell reads it. */
  private static String quoted(String word) {
    return PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
  }
}
