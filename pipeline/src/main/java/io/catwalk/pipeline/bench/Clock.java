package io.catwalk.pipeline.bench;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** What a benchmark counts. */
public enum Clock {
  /**
   * Processor time of the measuring thread (of a peer: of its process). Other work on the machine
   * disturbs it little, and it is right only while that thread does everything itself.
   */
  CPU {
    @Override
    double seconds() {
      return THREADS.getCurrentThreadCpuTime() / 1e9;
    }
  },
  /** The time that passes. */
  WALL {
    @Override
    double seconds() {
      return System.nanoTime() / 1e9;
    }
  };

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /** Since some moment, in the calling thread; never less than before. */
  abstract double seconds();

  /** Bytes that the calling thread has allocated on the heap so far. */
  static long allocatedBytes() {
    return THREADS.getThreadAllocatedBytes(Thread.currentThread().getId());
  }
}
