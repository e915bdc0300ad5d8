package io.catwalk.pipeline.train;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntSupplier;
import java.util.stream.IntStream;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaFutureAction;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.broadcast.Broadcast;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One Spark job of standing workers, and the driver's side of their rounds: a thread a worker asks
 * it, and asks whoever comes in its stead when it is lost.
 */
final class StandingSession {

  private static final Logger LOG = LoggerFactory.getLogger(StandingSession.class);
  private static final long PATIENCE_MILLIS = TimeUnit.SECONDS.toMillis(20);
  private static final long GLANCE_MILLIS = 200;

  private final StandingWorkers workers;
  private final JavaFutureAction<List<Integer>> job;
  private final int count;
  private final int returned;
  private final IntSupplier slots;
  private volatile boolean lostWorkers;

  /**
   * Calls the workers, who come as Spark starts them.
   *
   * @param slots tasks that all executors can run at once
   */
  StandingSession(
      JavaRDD<ResidentExamples> layout,
      ReturnedSlices returned,
      Broadcast<TrainingSetup> setup,
      IntSupplier slots) {
    SparkConf conf = layout.context().getConf();
    String host = conf.get("spark.driver.host");
    this.workers = new StandingWorkers(conf.get("spark.driver.bindAddress", host));
    this.count = layout.getNumPartitions();
    this.returned = returned.indexes().size();
    this.slots = slots;
    StandingWorker worker =
        new StandingWorker(host, workers.port(), workers.token(), setup, returned.indexes());
    this.job = layout.mapPartitions(worker, true).collectAsync();
  }

  /** Workers cannot stand by, which is no fault of the round. */
  static final class NotStanding extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final boolean forEver;

    NotStanding(String message, boolean forEver) {
      super(message);
      this.forEver = forEver;
    }

    /** Whether it is no use to try again later. */
    boolean forEver() {
      return forEver;
    }
  }

  /**
   * One round of all workers.
   *
   * @param round where their states meet
   * @throws NotStanding when they cannot be had; the session is over
   */
  void run(RoundWire.Request request, DriverState start, RoundGathering round, Executor threads) {
    CompletableFuture<?>[] served =
        IntStream.range(0, count)
            .mapToObj(
                worker ->
                    CompletableFuture.runAsync(
                        () -> serveOrFail(worker, request, start, round), threads))
            .toArray(CompletableFuture<?>[]::new);
    try {
      CompletableFuture.allOf(served).join();
    } catch (CompletionException e) {
      // Tells the first failure; what the others' threads met follows from it.
      round.check();
      throw e;
    }
  }

  private void serveOrFail(
      int worker, RoundWire.Request request, DriverState start, RoundGathering round) {
    try {
      serve(worker, request, start, round);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw abandoned(round, new IllegalStateException("Interrupted in a round", e));
    } catch (RuntimeException e) {
      throw abandoned(round, e);
    }
  }

  /** Without one worker the others' work is of no use, nor must they be waited for. */
  private RuntimeException abandoned(RoundGathering round, RuntimeException cause) {
    round.fail(cause);
    job.cancel(true);
    workers.cutOff();
    return cause;
  }

  private void serve(int worker, RoundWire.Request request, DriverState start, RoundGathering round)
      throws InterruptedException {
    long enoughAt = System.nanoTime();
    while (true) {
      RoundWire wire = workers.find(worker, GLANCE_MILLIS);
      if (wire != null) {
        try {
          wire.ask(request, start);
          receive(wire, worker, round);
          return;
        } catch (IOException e) {
          LOG.info("Worker {} was lost in a round: {}", worker, e.toString());
          workers.lost(worker, wire);
          lostWorkers = true;
        }
      }
      round.check();
      failIfOver();
      long now = System.nanoTime();
      if (slots.getAsInt() >= count) {
        enoughAt = now;
      } else if (now - enoughAt > TimeUnit.MILLISECONDS.toNanos(PATIENCE_MILLIS)) {
        throw new NotStanding(
            String.format(
                Locale.ROOT,
                "Executors have had cores for fewer than %d workers for %d s",
                count,
                PATIENCE_MILLIS / 1000),
            false);
      }
    }
  }

  private void receive(RoundWire wire, int worker, RoundGathering round)
      throws IOException, InterruptedException {
    int awaited = round.begin(worker, wire.report());
    for (int i = 0; i < returned; i++) {
      byte[] slice = wire.slice(round.buffer(worker));
      if (i >= awaited) {
        round.bring(worker, slice);
      }
    }
    round.end(worker, wire.read());
  }

  /** A job that ended while it was needed has failed. */
  private void failIfOver() throws InterruptedException {
    if (!job.isDone()) {
      return;
    }
    try {
      job.get();
    } catch (ExecutionException e) {
      if (String.valueOf(e.getCause().getMessage()).contains(StandingWorker.UNREACHABLE)) {
        throw new NotStanding("Executors cannot reach a port of the driver", true);
      }
      throw new IllegalStateException("A round failed: " + e.getCause().getMessage(), e);
    }
    throw new IllegalStateException("All workers went home in the middle of a round");
  }

  /** Whether any went before it was sent home. */
  boolean lostWorkers() {
    return lostWorkers;
  }

  /** Sends the workers home; every round that was asked for has been answered. */
  void end() {
    workers.close();
    try {
      job.get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException | CancellationException e) {
      LOG.info("Standing workers did not go home by themselves: {}", e.toString());
      job.cancel(true);
    }
  }
}
