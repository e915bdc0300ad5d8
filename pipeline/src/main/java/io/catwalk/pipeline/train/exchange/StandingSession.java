package io.catwalk.pipeline.train.exchange;

import io.catwalk.pipeline.spark.ExecutorRemovals;
import io.catwalk.pipeline.train.data.ResidentExamples;
import io.catwalk.pipeline.train.state.DriverState;
import io.catwalk.pipeline.train.state.ReturnedSlices;
import io.catwalk.pipeline.train.worker.TrainingSetup;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
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
 * it. Whatever happens to one of them ends the session, and the round is asked of another one.
 */
public final class StandingSession {

  private static final Logger LOG = LoggerFactory.getLogger(StandingSession.class);
  private static final long GLANCE_MILLIS = 200;
  private static final long PARTING_MILLIS = TimeUnit.SECONDS.toMillis(20);

  final StandingWorkers workers;
  private final ExecutorRemovals removals;
  private final int count;
  private final int returned;
  private final IntSupplier slots;
  private final Limits limits;
  private volatile JavaFutureAction<List<Integer>> job;

  /**
   * Calls the workers, who come as Spark starts them.
   *
   * @param slots tasks that all executors can run at once
   * @throws NotStanding when the driver cannot listen on a port
   */
  StandingSession(
      JavaRDD<ResidentExamples> layout,
      ReturnedSlices returned,
      Broadcast<TrainingSetup> setup,
      IntSupplier slots,
      Limits limits) {
    SparkConf conf = layout.context().getConf();
    String host = conf.get("spark.driver.host");
    this.workers = listen(conf.get("spark.driver.bindAddress", host));
    this.count = layout.getNumPartitions();
    this.returned = returned.indexes().size();
    this.slots = slots;
    this.limits = limits;
    this.removals = ExecutorRemovals.of(layout.context(), workers::executorRemoved);
    StandingWorker worker =
        new StandingWorker(host, workers.port(), workers.token(), setup, returned.indexes());
    this.job = layout.mapPartitions(worker, true).collectAsync();
  }

  /**
   * How long a worker is waited for.
   *
   * @param crowded while executors have too few cores for all
   * @param absent while they have enough
   */
  public record Limits(Duration crowded, Duration absent) {
    public static final Limits USUAL = new Limits(Duration.ofSeconds(20), Duration.ofSeconds(60));
  }

  /** Workers cannot stand by, which is no fault of the round. */
  static final class NotStanding extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final Until until;

    NotStanding(String message, Until until) {
      super(message);
      this.until = until;
    }

    /** Until when it is no use to try again. */
    Until until() {
      return until;
    }
  }

  /** What has to happen before workers can stand by. */
  enum Until {
    CORES_FOR_ALL,
    NEXT_REST,
    NEVER
  }

  /** A worker cannot finish the round; those of another session can. */
  static final class Lost extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Lost(String message) {
      super(message);
    }
  }

  private StandingWorkers listen(String address) {
    try {
      return new StandingWorkers(address, this::checkJob);
    } catch (UncheckedIOException e) {
      throw new NotStanding(e.getMessage() + ": " + e.getCause().getMessage(), Until.NEVER);
    }
  }

  /** Nobody answers any more once the job is over, whatever the connection looks like. */
  private void checkJob() throws IOException {
    if (job.isDone()) {
      throw new IOException("the Spark job of the workers is over");
    }
  }

  /**
   * One round of all workers. Any exception ends the session.
   *
   * @param round where their states meet
   * @throws Lost when another session can do it
   * @throws NotStanding when no session can do it now
   */
  void run(RoundWire.Request request, DriverState start, RoundAverager round, Executor threads) {
    try {
      failIfTroubled();
      CompletableFuture<?>[] served =
          IntStream.range(0, count)
              .mapToObj(
                  worker ->
                      CompletableFuture.runAsync(
                          () -> serveOrFail(worker, request, start, round), threads))
              .toArray(CompletableFuture<?>[]::new);
      // Ends: each reads with a limit, and one that fails fails all others.
      CompletableFuture.allOf(served).join();
      round.check();
    } catch (CompletionException e) {
      // Tells the first failure; what the others' threads met follows from it.
      round.check();
      throw e;
    } catch (RuntimeException | Error e) {
      abandon(round, e);
      throw e;
    }
  }

  private void serveOrFail(
      int worker, RoundWire.Request request, DriverState start, RoundAverager round) {
    try {
      serve(worker, request, start, round);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      abandon(round, new IllegalStateException("Interrupted in a round", e));
    } catch (RuntimeException | Error e) {
      // Out of memory, too: the others wait for this worker's slices.
      abandon(round, e);
      throw e;
    }
  }

  /** Without one worker the others' work is of no use, nor must they be waited for. */
  private void abandon(RoundAverager round, Throwable cause) {
    round.fail(
        cause instanceof RuntimeException failure
            ? failure
            : new IllegalStateException("A round failed: " + cause, cause));
    job.cancel(true);
    workers.cutOff();
    removals.close();
  }

  private void serve(int worker, RoundWire.Request request, DriverState start, RoundAverager round)
      throws InterruptedException {
    RoundWire wire = await(worker, round);
    try {
      wire.ask(request, start);
      receive(wire, worker, round);
    } catch (IOException e) {
      round.check();
      failIfTroubled();
      failIfOver();
      throw new Lost(String.format(Locale.ROOT, "Worker %d was lost in a round: %s", worker, e));
    }
  }

  private RoundWire await(int worker, RoundAverager round) throws InterruptedException {
    long enoughAt = System.nanoTime();
    long absentSince = enoughAt;
    while (true) {
      Optional<RoundWire> wire = workers.find(worker, GLANCE_MILLIS);
      if (wire.isPresent()) {
        return wire.get();
      }
      round.check();
      failIfTroubled();
      failIfOver();
      long now = System.nanoTime();
      if (slots.getAsInt() >= count) {
        enoughAt = now;
      } else {
        absentSince = now;
      }
      if (now - enoughAt > limits.crowded().toNanos()) {
        throw new NotStanding(
            String.format(
                Locale.ROOT,
                "Executors have had cores for fewer than %d workers for %d s",
                count,
                limits.crowded().toSeconds()),
            Until.CORES_FOR_ALL);
      }
      if (now - absentSince > limits.absent().toNanos()) {
        throw new Lost(
            String.format(
                Locale.ROOT,
                "Worker %d has not come for %d s",
                worker,
                limits.absent().toSeconds()));
      }
    }
  }

  private void failIfTroubled() {
    Optional<String> trouble = workers.trouble();
    if (trouble.isPresent()) {
      throw new Lost(trouble.get());
    }
  }

  private void receive(RoundWire wire, int worker, RoundAverager round)
      throws IOException, InterruptedException {
    round.begin(worker, wire.report());
    for (int i = 0; i < returned; i++) {
      round.bring(worker, wire.slice(round.buffer(worker)));
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
      String told = String.valueOf(e.getCause().getMessage());
      if (told.contains(StandingWorker.UNREACHABLE)) {
        throw new NotStanding("Executors cannot reach a port of the driver", Until.NEVER);
      }
      if (told.contains(StandingWorker.LOST)) {
        // A local master tries no task again.
        throw new Lost("A worker's connection broke");
      }
      throw new IllegalStateException("A round failed: " + e.getCause().getMessage(), e);
    }
    throw new IllegalStateException("The Spark job of the workers ended in the middle of a round");
  }

  /** Dismisses the workers; every round that was asked for has been answered. */
  void end() {
    workers.close();
    removals.close();
    try {
      job.get(PARTING_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException | CancellationException e) {
      LOG.info("Standing workers did not end by themselves: {}", e.toString());
      job.cancel(true);
    }
  }
}
