package io.catwalk.pipeline.storage;

import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/** A process, and what it knows of the fates of others: nothing, until a test says so. */
public final class FakeProcesses implements Processes {

  private final long pid;
  private final Map<Long, Fate> fates = new HashMap<>();

  public FakeProcesses(long pid) {
    this.pid = pid;
  }

  /** From now on, of every holder of this process number. */
  public FakeProcesses knows(long of, Fate fate) {
    fates.put(of, fate);
    return this;
  }

  @Override
  public ProcessIdentity self() {
    return new ProcessIdentity(
        UUID.randomUUID().toString(), "here", "boot", "pid:[" + pid + "]", pid, "1");
  }

  @Override
  public Fate fate(ProcessIdentity other) {
    return fates.getOrDefault(other.pid(), Fate.UNKNOWN);
  }
}
