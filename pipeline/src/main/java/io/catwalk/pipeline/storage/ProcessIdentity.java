package io.catwalk.pipeline.storage;

import java.util.Locale;

/**
 * Which process of which machine holds something. Two of them are compared by {@link Processes},
 * never by their host names: containers share one, and many a machine is called localhost.
 *
 * @param id random: no other holder has it, of this process or of any other
 * @param host name of the machine, for people to read; may be empty
 * @param boot the kernel's boot id: one value for all containers of a machine, until it starts
 *     again; empty where the system does not tell
 * @param pidNamespace in which the process number counts, as the kernel names it; empty where the
 *     system does not tell
 * @param pid of the process
 * @param started when the process began, in clock ticks since the machine's start: a later process
 *     may have the same number; empty where the system does not tell
 */
public record ProcessIdentity(
    String id, String host, String boot, String pidNamespace, long pid, String started) {

  /** Of a holder that an older version of Catwalk noted: nothing can be told of its process. */
  public static final ProcessIdentity UNTOLD = new ProcessIdentity("", "", "", "", 0, "");

  /** As a sentence names it. */
  public String words() {
    if (pid == 0) {
      return "an unknown process";
    }
    return String.format(Locale.ROOT, "process %d%s", pid, host.isEmpty() ? "" : " on " + host);
  }

  /** Whether the process numbers of both count the same processes. */
  boolean sharesNumbersWith(ProcessIdentity other) {
    return !boot.isEmpty()
        && boot.equals(other.boot)
        && !pidNamespace.isEmpty()
        && pidNamespace.equals(other.pidNamespace);
  }
}
