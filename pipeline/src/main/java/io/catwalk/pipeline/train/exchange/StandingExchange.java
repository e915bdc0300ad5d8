package io.catwalk.pipeline.train.exchange;

import io.catwalk.pipeline.train.data.ResidentExamples;
import io.catwalk.pipeline.train.state.AveragedState;
import io.catwalk.pipeline.train.state.DriverState;
import io.catwalk.pipeline.train.state.ReturnedSlices;
import io.catwalk.pipeline.train.state.WorkerReport;
import io.catwalk.pipeline.train.worker.TrainingSetup;
import io.catwalk.pipeline.train.worker.WorkerTask;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.IntSupplier;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.broadcast.Broadcast;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Workers that stand by for rounds within one Spark job, which lasts until the executors are needed
 * for something else. A round costs two messages a worker; a Spark job of its own takes 30 to 50 ms
 * before anybody trains.
 *
 * <p>Where a worker is lost, all begin the round again from the same start in another Spark job and
 * compute the same: Spark itself would start the lost one again, and now and then others beside it,
 * but gives up a job that loses too many. Where executors have too few cores for all workers at
 * once, cannot reach the driver's port, or lose workers again and again, rounds are jobs of their
 * own.
 */
public final class StandingExchange implements Exchange {

  private static final Logger LOG = LoggerFactory.getLogger(StandingExchange.class);

  /** Sessions that try one round. */
  private static final int MOST_SESSIONS = 4;

  private final JavaRDD<ResidentExamples> layout;
  private final ReturnedSlices returned;
  private final Broadcast<TrainingSetup> setup;
  private final Exchange jobs;
  private final IntSupplier slots;
  private final StandingSession.Limits limits;
  private final ExecutorService threads = Executors.newCachedThreadPool(StandingExchange::daemon);
  private StandingSession session;

  /** Whether a worker was lost since the last rest. */
  private boolean lostWorkers;

  private volatile boolean abandoned;

  /** Rounds as jobs until the next rest, since workers were lost in one again and again. */
  private boolean lostTooOften;

  /** Rounds as jobs for ever, since executors cannot reach the driver. */
  private boolean unreachable;

  /**
   * @param jobs where workers cannot stand by
   * @param slots tasks that all executors can run at once
   */
  public StandingExchange(
      JavaRDD<ResidentExamples> layout,
      ReturnedSlices returned,
      Broadcast<TrainingSetup> setup,
      Exchange jobs,
      IntSupplier slots,
      StandingSession.Limits limits) {
    this.layout = layout;
    this.returned = returned;
    this.setup = setup;
    this.jobs = jobs;
    this.slots = slots;
    this.limits = limits;
  }

  /**
   * Not where Spark encrypts or authenticates its own traffic, which these connections do not; nor
   * with speculation, which would start every waiting worker twice.
   */
  public static boolean allowed(SparkConf conf) {
    return !conf.getBoolean("spark.authenticate", false)
        && !conf.getBoolean("spark.network.crypto.enabled", false)
        && !conf.getBoolean("spark.ssl.enabled", false)
        && !conf.getBoolean("spark.speculation", false);
  }

  @Override
  public boolean stands() {
    return session != null
        || !lostTooOften && !unreachable && slots.getAsInt() >= layout.getNumPartitions();
  }

  @Override
  public Round round(WorkerTask task, MultiLayerNetwork network, AveragedState average) {
    if (stands()) {
      try {
        return new Round(askAgain(task, new DriverState(returned.all(), network), average), 0);
      } catch (StandingSession.NotStanding e) {
        LOG.warn("{}; a round is a Spark job of its own", e.getMessage());
        unreachable |= e.until() == StandingSession.Until.NEVER;
        lostTooOften |= e.until() == StandingSession.Until.NEXT_REST;
      }
    }
    endSession();
    failIfAbandoned();
    return jobs.round(task, network, average);
  }

  /** Asks the workers for a round; again of other sessions where some are lost in it. */
  private List<WorkerReport> askAgain(WorkerTask task, DriverState start, AveragedState average) {
    for (int sessions = 1; ; sessions++) {
      try {
        if (session == null) {
          session = new StandingSession(layout, returned, setup, slots, limits);
        }
        RoundAverager round =
            new RoundAverager(returned, layout.getNumPartitions(), start, average);
        session.run(new RoundWire.Request(task.plan(), task.iterations()), start, round, threads);
        return round.reports();
      } catch (StandingSession.Lost e) {
        LOG.info("{}; the round begins again", e.getMessage());
        lostWorkers = true;
        endSession();
        failIfAbandoned();
        if (sessions == MOST_SESSIONS) {
          throw new StandingSession.NotStanding(
              String.format(
                  Locale.ROOT,
                  "Workers were lost in a round %d times, at last: %s",
                  sessions,
                  e.getMessage()),
              StandingSession.Until.NEXT_REST);
        }
      }
    }
  }

  @Override
  public boolean lostWorkers() {
    return lostWorkers;
  }

  @Override
  public void abandon() {
    abandoned = true;
  }

  private void failIfAbandoned() {
    if (abandoned) {
      throw new IllegalStateException("The round was abandoned");
    }
  }

  /** Gives the executors free for other jobs; the next round calls the workers again. */
  @Override
  public void rest() {
    lostTooOften = false;
    lostWorkers = false;
    endSession();
  }

  private void endSession() {
    if (session != null) {
      session.end();
      session = null;
    }
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
