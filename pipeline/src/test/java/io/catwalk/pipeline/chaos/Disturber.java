package io.catwalk.pipeline.chaos;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Disturbs a cluster every 5 to 20 seconds until it is closed, and repairs it each time. What, when
 * and for how long follows from a seed.
 */
final class Disturber implements AutoCloseable {

  private final Victims victims;
  private final Random dice;
  private final List<Disturbance> possible;
  private final CountDownLatch over = new CountDownLatch(1);
  private final List<String> struck = new ArrayList<>();
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
      while (!over.await(5_000 + dice.nextInt(15_000), TimeUnit.MILLISECONDS)) {
        Disturbance disturbance = possible.get(dice.nextInt(possible.size()));
        int milliseconds = 1_000 + dice.nextInt(20_000);
        synchronized (struck) {
          struck.add(disturbance.name());
        }
        Disturbance.Recovery recovery = disturbance.strike(victims, dice);
        try {
          over.await(milliseconds, TimeUnit.MILLISECONDS);
        } finally {
          recovery.recover();
        }
      }
    } catch (IOException | InterruptedException | RuntimeException | Error e) {
      failure = e;
    }
  }

  /** What has happened so far, in order. */
  List<String> struck() {
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
