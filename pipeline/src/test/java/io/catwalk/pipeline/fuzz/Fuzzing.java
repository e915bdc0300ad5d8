package io.catwalk.pipeline.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Gives a reader made-up files for a while: none may crash it, keep it busy for long, or make it
 * take much memory. What fails is shown in hex, to become a test.
 */
public final class Fuzzing {

  /** Of each reader; {@code -Pfuzz} makes it an hour. */
  public static final Duration LENGTH = Duration.ofSeconds(Long.getLong("catwalk.fuzz.seconds", 3));

  /** Far more than any input takes, on a machine that does much else. */
  private static final Duration HANG = Duration.ofSeconds(60);

  private static final long MOST_BYTES = 512L << 20;
  private static final long SEED = Long.getLong("catwalk.fuzz.seed", 20261127);

  private Fuzzing() {}

  /** Until the time is over, but each of the sound files at least once. */
  public static void run(FuzzTarget target) throws Exception {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    ExecutorService thread = Executors.newSingleThreadExecutor(Fuzzing::daemon);
    try {
      for (byte[] seed : target.seeds()) {
        within(thread, target, seed, threads);
      }
      Mutator mutator = new Mutator(target.seeds(), SEED + target.name().hashCode());
      long end = System.nanoTime() + LENGTH.toNanos();
      long inputs = 0;
      for (; System.nanoTime() < end || inputs == 0; inputs++) {
        within(thread, target, mutator.next(), threads);
      }
      System.out.println("fuzzed " + target + ": " + inputs + " inputs");
    } finally {
      thread.shutdownNow();
    }
  }

  private static void within(
      ExecutorService thread, FuzzTarget target, byte[] input, ThreadMXBean threads)
      throws Exception {
    Callable<Long> work =
        () -> {
          long before = threads.getCurrentThreadAllocatedBytes();
          target.read(input);
          return threads.getCurrentThreadAllocatedBytes() - before;
        };
    try {
      long bytes = thread.submit(work).get(HANG.toMillis(), TimeUnit.MILLISECONDS);
      assertThat(bytes).as("memory that %s took for %s", target, hex(input)).isLessThan(MOST_BYTES);
    } catch (TimeoutException e) {
      throw new AssertionError(target + " does not come back from " + hex(input), e);
    } catch (ExecutionException e) {
      throw new AssertionError(target + " fails at " + hex(input), e.getCause());
    }
  }

  private static String hex(byte[] input) {
    return input.length + " bytes: " + HexFormat.of().formatHex(input);
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "fuzzing");
    thread.setDaemon(true);
    return thread;
  }
}
