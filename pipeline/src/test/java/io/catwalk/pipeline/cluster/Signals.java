package io.catwalk.pipeline.cluster;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

/** Signals that Java itself does not send. */
final class Signals {

  private Signals() {}

  /**
   * @param name such as {@code STOP}
   */
  static void send(String name, ProcessHandle to) throws IOException {
    Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(to.pid())).start();
    try {
      if (!kill.waitFor(10, TimeUnit.SECONDS)) {
        throw new AssertionError("kill did not end");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }
}
