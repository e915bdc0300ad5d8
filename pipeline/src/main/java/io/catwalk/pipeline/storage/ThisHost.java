package io.catwalk.pipeline.storage;

import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * How processes of this machine are told apart from each other and from those of other machines.
 */
public final class ThisHost {

  private ThisHost() {}

  /** {@code unknown} where the system does not tell. */
  public static String name() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "unknown";
    }
  }

  /**
   * When a process began, ISO-8601, UTC: a later one may have the same number. Empty where the
   * system does not tell.
   */
  public static String started(ProcessHandle process) {
    return process.info().startInstant().map(Object::toString).orElse("");
  }

  /** Whether no process of this machine has this number and this beginning. */
  public static boolean ended(long pid, String started) {
    return ProcessHandle.of(pid).filter(process -> started(process).equals(started)).isEmpty();
  }
}
