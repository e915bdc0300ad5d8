package io.catwalk.pipeline.run;

import io.catwalk.pipeline.ShellWord;
import io.catwalk.pipeline.storage.ArtifactStore;

/** The command line that takes an interrupted training up again. */
final class ResumeCommand {

  private ResumeCommand() {}

  /**
   * @param program as the user calls it
   * @param master Spark's master as configured; empty where spark-submit decides
   */
  static String of(String program, String runId, ArtifactStore store, String master) {
    return ShellWord.of(program)
        + " train --resume "
        + runId
        + " --storage "
        + ShellWord.of(store.root().toString())
        + (master.isEmpty() ? "" : " --master " + ShellWord.of(master));
  }
}
