package io.catwalk.pipeline.train.exchange;

import io.catwalk.pipeline.train.state.AveragedState;
import io.catwalk.pipeline.train.state.ReturnedSlices;
import io.catwalk.pipeline.train.state.StartState;
import io.catwalk.pipeline.train.state.WorkerReport;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Where the workers' states of one round meet: slice after slice, whoever brings the last of one
 * averages it in the workers' order while the others wait. The driver holds a slice of each worker
 * and no more, however large the state.
 */
final class RoundAverager {

  private final ReturnedSlices returned;
  private final StartState start;
  private final AveragedState average;
  private final WorkerReport[] reports;
  private final byte[][] slices;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private int averaged;
  private int missing;
  private RuntimeException failure;

  RoundAverager(ReturnedSlices returned, int workers, StartState start, AveragedState average) {
    this.returned = returned;
    this.start = start;
    this.average = average;
    this.reports = new WorkerReport[workers];
    this.slices = new byte[workers][0];
    this.missing = workers;
  }

  /** What was brought last by a worker, to be overwritten by its next slice. */
  byte[] buffer(int worker) {
    return slices[worker];
  }

  /** Begins a worker's answer. */
  void begin(int worker, WorkerReport report) {
    lock.lock();
    try {
      reports[worker] = report;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Brings the slice that is waited for, and waits until all have.
   *
   * @throws RuntimeException as {@link #fail} was told
   */
  void bring(int worker, byte[] slice) throws InterruptedException {
    lock.lock();
    try {
      slices[worker] = slice;
      missing--;
      int now = averaged;
      if (missing == 0) {
        int index = returned.indexes().get(now);
        List<WorkerReport> all = Arrays.asList(reports);
        average.put(
            returned.slice(index), returned.average(index, all, Arrays.asList(slices), start));
        averaged++;
        missing = slices.length;
        changed.signalAll();
      }
      while (averaged == now && failure == null) {
        // Ends: each other worker's thread, whose reads have a limit, brings its slice or fails the
        // round.
        changed.await();
      }
      check();
    } finally {
      lock.unlock();
    }
  }

  /** Ends a worker's answer. */
  void end(int worker, long read) {
    lock.lock();
    try {
      reports[worker] = reports[worker].with(reports[worker].times().withRead(read));
    } finally {
      lock.unlock();
    }
  }

  /** Nobody waits any more; the first failure is the one that counts. */
  void fail(RuntimeException cause) {
    lock.lock();
    try {
      failure = failure == null ? cause : failure;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * @throws RuntimeException as {@link #fail} was told
   */
  void check() {
    lock.lock();
    try {
      if (failure != null) {
        throw failure;
      }
    } finally {
      lock.unlock();
    }
  }

  /** In the workers' order, once all have ended. */
  List<WorkerReport> reports() {
    lock.lock();
    try {
      return List.of(reports);
    } finally {
      lock.unlock();
    }
  }
}
