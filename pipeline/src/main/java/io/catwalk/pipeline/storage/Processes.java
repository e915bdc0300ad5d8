package io.catwalk.pipeline.storage;

import java.nio.file.Path;

/** The processes of the machine that this one runs on, as far as it can see them. */
public interface Processes {

  /** This process, with a new random id. */
  ProcessIdentity self();

  /** What became of a process. Only what is certain is told. */
  Fate fate(ProcessIdentity other);

  /** Of a process. */
  enum Fate {
    /** It is there. */
    RUNS,
    /** It ran where this process would see it, and is not there. */
    ENDED,
    /** It runs or ran elsewhere: on another machine, in another container. */
    UNKNOWN
  }

  /** As the kernel of this machine tells. */
  static Processes ofThisMachine() {
    return new ProcFiles(Path.of("/proc"), ProcessHandle.current().pid());
  }
}
