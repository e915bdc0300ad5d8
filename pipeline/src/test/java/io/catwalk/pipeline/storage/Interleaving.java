package io.catwalk.pipeline.storage;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Lets one process at a time do one storage operation, in an order that depends on the seed alone,
 * and lets processes die at a given operation: before it, or after it was done and before they hear
 * so.
 */
public final class Interleaving implements MemoryFiles.Gate {

  /** What a dead process gets instead of an answer. */
  static final class Crash extends Error {
    private static final long serialVersionUID = 1L;

    Crash() {
      super("crashed", null, false, false);
    }
  }

  private record End(int operation, boolean done) {}

  private final Random random;
  private final Runnable afterEach;
  private final List<String> alive = new ArrayList<>();
  private final Map<String, Integer> operations = new HashMap<>();
  private final Map<String, End> ends = new HashMap<>();
  private String turn;

  /**
   * @param afterEach runs after each operation, while nobody else does
   */
  public Interleaving(long seed, Runnable afterEach) {
    this.random = new Random(seed);
    this.afterEach = afterEach;
  }

  /** Its process dies at this operation of its own, 0-based. */
  private void crash(String process, int operation, boolean done) {
    ends.put(process, new End(operation, done));
  }

  /**
   * Processes die anywhere: before an operation, or after it was done.
   *
   * @param most operations before
   */
  public void crashSomewhere(Collection<String> processes, Random chance, int most) {
    processes.forEach(process -> crash(process, chance.nextInt(most), chance.nextBoolean()));
  }

  /** Runs processes side by side until all have ended. */
  public void run(Map<String, Runnable> processes) throws InterruptedException {
    synchronized (this) {
      alive.addAll(processes.keySet());
      next();
    }
    List<Throwable> failures = new ArrayList<>();
    List<Thread> threads = new ArrayList<>();
    processes.forEach(
        (name, work) -> {
          Thread thread =
              new Thread(
                  () -> {
                    try {
                      work.run();
                    } catch (Crash e) {
                      // As planned.
                    } catch (Throwable e) { // Whatever it is, the test is to hear of it.
                      synchronized (this) {
                        failures.add(e);
                      }
                    } finally {
                      leave(name);
                    }
                  },
                  name);
          threads.add(thread);
          thread.start();
        });
    for (Thread thread : threads) {
      thread.join();
    }
    if (!failures.isEmpty()) {
      throw new AssertionError(failures.get(0));
    }
  }

  /** Of those that were to die, how many came as far as that. */
  public synchronized int crashed() {
    return (int)
        ends.entrySet().stream()
            .filter(end -> operations.getOrDefault(end.getKey(), 0) > end.getValue().operation)
            .count();
  }

  @Override
  public void pass(String process, Runnable operation) {
    synchronized (this) {
      if (!alive.contains(process)) {
        // Those who look at the end of it all wait for nobody.
        operation.run();
        return;
      }
      while (!process.equals(turn)) {
        try {
          wait();
        } catch (InterruptedException e) {
          throw new IllegalStateException(e);
        }
      }
      int number = operations.merge(process, 1, Integer::sum) - 1;
      End end = ends.get(process);
      boolean dies = end != null && number >= end.operation;
      if (!dies || (end.done && number == end.operation)) {
        operation.run();
        afterEach.run();
      }
      next();
      if (dies) {
        throw new Crash();
      }
    }
  }

  private synchronized void leave(String process) {
    alive.remove(process);
    if (process.equals(turn)) {
      next();
    }
  }

  private void next() {
    turn = alive.isEmpty() ? null : alive.get(random.nextInt(alive.size()));
    notifyAll();
  }
}
