package io.catwalk.pipeline.cli;

import java.lang.management.ManagementFactory;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Runs a command and says at its end, on standard error, how much of the heap was in use at most
 * right after a collection, which is forced now and then. To be started with {@code
 * -XX:+UseSerialGC}.
 */
final class HeapOfCommandMain {

  private static final long PERIOD_MILLIS = 300;

  private HeapOfCommandMain() {}

  public static void main(String[] arguments) throws Exception {
    AtomicLong most = new AtomicLong();
    Thread sampler = new Thread(() -> sample(most), "heap-sampler");
    sampler.setDaemon(true);
    sampler.start();
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () ->
                    System.err.printf(
                        Locale.ROOT, "most heap after a collection: %,d KB%n", most.get() >> 10)));
    Main.main(arguments);
  }

  private static void sample(AtomicLong most) {
    try {
      while (true) {
        System.gc();
        most.accumulateAndGet(
            ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed(), Math::max);
        TimeUnit.MILLISECONDS.sleep(PERIOD_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
