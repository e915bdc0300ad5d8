package io.catwalk.pipeline.storage;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Four who do the same at the same moment. */
final class Writers {

  private static final int WRITERS = 4;

  private Writers() {}

  /** What one of them does. */
  interface Work {
    Callable<Boolean> of(int writer);
  }

  /** What each was told, in the order of their numbers. */
  static List<Boolean> atOnce(Work work) throws Exception {
    CyclicBarrier start = new CyclicBarrier(WRITERS);
    ExecutorService threads = Executors.newFixedThreadPool(WRITERS);
    try {
      List<Future<Boolean>> running = new ArrayList<>();
      for (int i = 0; i < WRITERS; i++) {
        Callable<Boolean> one = work.of(i);
        running.add(
            threads.submit(
                () -> {
                  start.await(1, TimeUnit.MINUTES);
                  return one.call();
                }));
      }
      List<Boolean> results = new ArrayList<>();
      for (Future<Boolean> one : running) {
        results.add(one.get(1, TimeUnit.MINUTES));
      }
      return results;
    } finally {
      threads.shutdownNow();
    }
  }
}
