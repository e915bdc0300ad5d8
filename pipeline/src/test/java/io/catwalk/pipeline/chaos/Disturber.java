package io.catwalk.pipeline.chaos;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Disturbs a cluster until it is closed, and repairs it each time. From one disturbance to the next
 * it takes 5 to 20 seconds; where a repair takes longer, the next comes 5 seconds after it. What,
 * when and for how long follows from a seed.
 */
final class Disturber implements AutoCloseable {

  private static final int SHORTEST_MILLIS = 5_000;
  private static final int LONGEST_MILLIS = 20_000;

  private final Victims victims;
  private final Random dice;
  private final List<Disturbance> possible;
  private final CountDownLatch over = new CountDownLatch(1);
  private final List<Disturbance> struck = new ArrayList<>();
  private final Thread thread = new Thread(this::disturb, "disturber");
  private Throwable failure;

  Disturber(Victims victims, Random dice, List<Disturbance> possible) {
    this.victims = victims;
    this.dice = dice;
    this.possible = possible;
    thread.start();
  }

  private void disturb() {
    try {
      long next = System.nanoTime();
      while (true) {
        int pause = between(SHORTEST_MILLIS, LONGEST_MILLIS);
        Disturbance disturbance = possible.get(dice.nextInt(possible.size()));
        int lasting = between(1_000, pause);
        // Whatever it finds to choose from, what follows is drawn all the same.
        Random own = new Random(dice.nextLong());
        next = Math.max(next + nanos(pause), System.nanoTime() + nanos(SHORTEST_MILLIS));
        if (over.await(next - System.nanoTime(), TimeUnit.NANOSECONDS)) {
          return;
        }
        strike(disturbance, own, lasting);
      }
    } catch (IOException | InterruptedException | RuntimeException | Error e) {
      failure = e;
    }
  }

  private void strike(Disturbance disturbance, Random dice, int milliseconds)
      throws IOException, InterruptedException {
    synchronized (struck) {
      struck.add(disturbance);
    }
    Diary.note("%s for %.1f s", disturbance, milliseconds / 1e3);
    Disturbance.Recovery recovery = disturbance.strike(victims, dice);
    try {
      over.await(milliseconds, TimeUnit.MILLISECONDS);
    } finally {
      recovery.recover();
      Diary.note("%s is over", disturbance);
    }
  }

  private static long nanos(int milliseconds) {
    return TimeUnit.MILLISECONDS.toNanos(milliseconds);
  }

  private int between(int least, int most) {
    return least + dice.nextInt(most - least + 1);
  }

  /** What has happened so far, in order. */
  List<Disturbance> struck() {
    synchronized (struck) {
      return List.copyOf(struck);
    }
  }

  /** Ends it when the present disturbance has been repaired. */
  @Override
  public void close() throws InterruptedException {
    over.countDown();
    thread.join(TimeUnit.MINUTES.toMillis(5));
    if (failure != null || thread.isAlive()) {
      throw new AssertionError("The cluster could not be repaired after " + struck(), failure);
    }
  }
}
