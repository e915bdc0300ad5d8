package io.catwalk.pipeline.train;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntSupplier;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaFutureAction;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.broadcast.Broadcast;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Workers that stand by for rounds within one Spark job, which lasts until the executors are needed
 * for something else. A round costs two messages a worker; a Spark job of its own takes 30 to 50 ms
 * before anybody trains.
 *
 * <p>A worker that is lost is started again by Spark, asks for its round again and computes the
 * same from the same start. Where executors have too few cores for all workers at once, or cannot
 * reach the driver's port, rounds are jobs of their own.
 */
final class StandingExchange implements Exchange {

  private static final Logger LOG = LoggerFactory.getLogger(StandingExchange.class);
  private static final long PATIENCE_MILLIS = TimeUnit.SECONDS.toMillis(20);
  private static final long GLANCE_MILLIS = 200;

  private final JavaRDD<ResidentExamples> layout;
  private final ReturnedSlices returned;
  private final Broadcast<TrainingSetup> setup;
  private final DirectExchange otherwise;
  private final IntSupplier slots;
  private final ExecutorService threads = Executors.newCachedThreadPool(StandingExchange::daemon);
  private Session session;

  /** Rounds as jobs until the next rest, since not all workers could stand by. */
  private boolean crowded;

  /** Rounds as jobs for ever, since executors cannot reach the driver. */
  private volatile boolean unreachable;

  /**
   * @param slots tasks that all executors can run at once
   */
  StandingExchange(
      JavaRDD<ResidentExamples> layout,
      ReturnedSlices returned,
      Broadcast<TrainingSetup> setup,
      DirectExchange otherwise,
      IntSupplier slots) {
    this.layout = layout;
    this.returned = returned;
    this.setup = setup;
    this.otherwise = otherwise;
    this.slots = slots;
  }

  /**
   * Not where Spark encrypts or authenticates its own traffic, which these connections do not; nor
   * with speculation, which would start every waiting worker twice.
   */
  static boolean allowed(SparkConf conf) {
    return !conf.getBoolean("spark.authenticate", false)
        && !conf.getBoolean("spark.network.crypto.enabled", false)
        && !conf.getBoolean("spark.ssl.enabled", false)
        && !conf.getBoolean("spark.speculation", false);
  }

  private record Session(StandingWorkers workers, JavaFutureAction<List<Integer>> job) {}

  /** Workers cannot stand by, which is no fault of the round. */
  private static final class NotStanding extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NotStanding(String message) {
      super(message);
    }
  }

  @Override
  public List<WorkerReport> run(WorkerTask task, StartState start, AveragedState average) {
    if (!stands()) {
      goHome();
      return otherwise.run(task, start, average);
    }
    try {
      List<WorkerResult> results = ask(task, start);
      return otherwise.average(results, start, average);
    } catch (NotStanding e) {
      LOG.warn("{}; a round is a Spark job of its own", e.getMessage());
      goHome();
      crowded = true;
      return otherwise.run(task, start, average);
    }
  }

  @Override
  public boolean stands() {
    return session != null
        || !crowded && !unreachable && slots.getAsInt() >= layout.getNumPartitions();
  }

  private List<WorkerResult> ask(WorkerTask task, StartState start) {
    if (session == null) {
      session = open();
    }
    byte[][] slices = new byte[returned.all().size()][];
    for (int i = 0; i < slices.length; i++) {
      slices[i] = start.slice(i);
    }
    RoundWire.Request request = new RoundWire.Request(task.plan(), task.iterations(), slices);
    List<CompletableFuture<WorkerResult>> answers = new ArrayList<>();
    Session asked = session;
    for (int i = 0; i < layout.getNumPartitions(); i++) {
      int worker = i;
      answers.add(CompletableFuture.supplyAsync(() -> ask(asked, worker, request), threads));
    }
    try {
      // In the workers' order.
      return answers.stream().map(CompletableFuture::join).toList();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException unchecked) {
        throw unchecked;
      }
      throw e;
    }
  }

  private Session open() {
    SparkConf conf = layout.context().getConf();
    String host = conf.get("spark.driver.host");
    StandingWorkers workers = new StandingWorkers(conf.get("spark.driver.bindAddress", host));
    StandingWorker worker =
        new StandingWorker(host, workers.port(), workers.token(), setup, returned.indexes());
    return new Session(workers, layout.mapPartitions(worker, true).collectAsync());
  }

  /** One worker's round, by whoever stands for it. */
  private WorkerResult ask(Session session, int worker, RoundWire.Request request) {
    long enoughAt = System.nanoTime();
    try {
      while (true) {
        RoundWire wire = session.workers().find(worker, GLANCE_MILLIS);
        if (wire != null) {
          try {
            wire.ask(request);
            return wire.answered();
          } catch (IOException e) {
            LOG.info("Worker {} was lost in a round: {}", worker, e.toString());
            session.workers().lost(worker, wire);
          }
        }
        failIfOver(session);
        long now = System.nanoTime();
        if (slots.getAsInt() >= layout.getNumPartitions()) {
          enoughAt = now;
        } else if (now - enoughAt > TimeUnit.MILLISECONDS.toNanos(PATIENCE_MILLIS)) {
          throw new NotStanding(
              "Executors have had cores for fewer than %d workers for %d s"
                  .formatted(layout.getNumPartitions(), PATIENCE_MILLIS / 1000));
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted in a round", e);
    }
  }

  /** A job that ended while it was needed has failed. */
  private void failIfOver(Session session) throws InterruptedException {
    if (session.job().isDone()) {
      try {
        session.job().get();
      } catch (ExecutionException e) {
        if (String.valueOf(e.getCause().getMessage()).contains(StandingWorker.UNREACHABLE)) {
          unreachable = true;
          throw new NotStanding("Executors cannot reach a port of the driver");
        }
        throw new IllegalStateException("A round failed: " + e.getCause().getMessage(), e);
      }
      throw new IllegalStateException("All workers went home in the middle of a round");
    }
  }

  /** Gives the executors free for other jobs; the next round calls the workers again. */
  @Override
  public void rest() {
    crowded = false;
    goHome();
  }

  private void goHome() {
    if (session == null) {
      return;
    }
    session.workers().close();
    try {
      session.job().get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      // Every round that was asked for has been answered, so nothing is lost with it.
      LOG.info("Standing workers did not go home by themselves: {}", e.toString());
      session.job().cancel(true);
    }
    session = null;
  }

  @Override
  public void close() {
    rest();
    threads.shutdownNow();
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "catwalk-round");
    thread.setDaemon(true);
    return thread;
  }
}
