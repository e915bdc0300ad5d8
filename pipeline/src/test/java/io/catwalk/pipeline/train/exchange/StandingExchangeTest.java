package io.catwalk.pipeline.train.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.catwalk.models.Hyperparameters;
import io.catwalk.models.ImageShape;
import io.catwalk.models.ModelCatalog;
import io.catwalk.models.learning.DirectUpdater;
import io.catwalk.pipeline.LocalSpark;
import io.catwalk.pipeline.dataset.Split;
import io.catwalk.pipeline.dataset.Vectoriser;
import io.catwalk.pipeline.train.MemoryDataset;
import io.catwalk.pipeline.train.data.ExampleLayout;
import io.catwalk.pipeline.train.data.Recipe;
import io.catwalk.pipeline.train.data.ResidentExamples;
import io.catwalk.pipeline.train.data.RoundPlan;
import io.catwalk.pipeline.train.data.TrainingPlan;
import io.catwalk.pipeline.train.state.AveragedState;
import io.catwalk.pipeline.train.state.Compression;
import io.catwalk.pipeline.train.state.DriverState;
import io.catwalk.pipeline.train.state.ReturnedSlices;
import io.catwalk.pipeline.train.state.StateSlice;
import io.catwalk.pipeline.train.worker.TrainingSetup;
import io.catwalk.pipeline.train.worker.WorkerTask;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.api.java.JavaFutureAction;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.broadcast.Broadcast;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.nd4j.linalg.learning.config.Adam;

@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class StandingExchangeTest {

  private static final int WORKERS = 2;
  private static final StandingSession.Limits SHORT =
      new StandingSession.Limits(Duration.ofMinutes(5), Duration.ofMillis(300));

  /** Of a job of somebody else's, whose task runs in this JVM. */
  private static final Semaphore STARTED = new Semaphore(0);

  private static final Semaphore RELEASED = new Semaphore(0);

  private final JavaSparkContext spark =
      JavaSparkContext.fromSparkContext(LocalSpark.session().sparkContext());
  private final MemoryDataset dataset = new MemoryDataset(45, 0, new ImageShape(16, 16, 1));
  private final JavaRDD<ResidentExamples> layout =
      ExampleLayout.deal(
          dataset.examples(LocalSpark.session(), Split.TRAIN), WORKERS, "memory-and-disk");
  private final MultiLayerNetwork network = network();
  private final ReturnedSlices returned =
      new ReturnedSlices(StateSlice.of(network, 10_000), Compression.NONE, true, true);
  private final Broadcast<TrainingSetup> setup =
      spark.broadcast(
          new TrainingSetup(
              TrainingSetup.configuration(network),
              new TrainingPlan(Vectoriser.of(dataset.manifest()), Recipe.PLAIN),
              returned.all(),
              Compression.NONE,
              false));
  private final AtomicInteger roundsAsJobs = new AtomicInteger();
  private JavaFutureAction<List<Integer>> other;

  @AfterEach
  void release() throws Exception {
    RELEASED.release();
    other.get(10, TimeUnit.SECONDS);
    RELEASED.drainPermits();
    layout.unpersist();
    setup.destroy();
  }

  @Test
  void aWorkerThatDoesNotComeEndsTheSessionAndTheRoundIsDoneAllTheSame() throws Exception {
    float[] undisturbed = round(exchange(StandingSession.Limits.USUAL));
    assertThat(roundsAsJobs).as("rounds as jobs while nobody else is there").hasValue(0);
    takeACore();

    float[] disturbed = round(exchange(SHORT));

    assertThat(roundsAsJobs).hasValue(1);
    assertThat(disturbed).containsExactly(undisturbed);
  }

  @Test
  void aRoundThatIsGivenUpIsNotTriedAgain() throws Exception {
    takeACore();
    StandingExchange exchange = exchange(SHORT);

    exchange.abandon();

    assertThatThrownBy(() -> round(exchange)).hasMessage("The round was abandoned");
    assertThat(roundsAsJobs).hasValue(0);
  }

  /** A local master tries no task again, so that the job of the workers fails. */
  @Test
  void aWorkerWhoseConnectionBreaksIsLostAndFailsNoTraining() throws Exception {
    takeACore();
    RELEASED.release();
    other.get(10, TimeUnit.SECONDS);
    StandingSession session =
        new StandingSession(layout, returned, setup, () -> 2, StandingSession.Limits.USUAL);
    while (session.workers.find(0, 1000).isEmpty() || session.workers.find(1, 1000).isEmpty()) {
      assertThat(session.workers.trouble()).isEmpty();
    }
    DriverState start = new DriverState(returned.all(), network);

    session.workers.cutOff();

    assertThatThrownBy(
            () ->
                session.run(
                    new RoundWire.Request(new RoundPlan(5, 1, 0, 8, 2), 0),
                    start,
                    new RoundAverager(returned, 2, start, new AveragedState(network)),
                    Runnable::run))
        .isInstanceOf(StandingSession.Lost.class)
        .hasMessage("A worker's connection broke");
    session.end();
  }

  /** Executors have two cores still, but somebody else has one of them. */
  private void takeACore() throws InterruptedException {
    other = spark.parallelize(List.of(1), 1).map(new KeepCore()).collectAsync();
    STARTED.acquire();
  }

  private record KeepCore() implements Function<Integer, Integer> {
    @Override
    public Integer call(Integer value) throws InterruptedException {
      STARTED.release();
      RELEASED.acquire();
      return value;
    }
  }

  private StandingExchange exchange(StandingSession.Limits limits) {
    return new StandingExchange(layout, returned, setup, new Jobs(), () -> 2, limits);
  }

  /** Rounds that are jobs; by then the other job has ended. */
  private final class Jobs implements Exchange {

    private final Exchange jobs = new DirectExchange(spark, layout, returned, true);

    @Override
    public Round round(WorkerTask task, MultiLayerNetwork network, AveragedState average) {
      roundsAsJobs.incrementAndGet();
      RELEASED.release();
      return jobs.round(task, network, average);
    }
  }

  /** Averaged parameters. */
  private float[] round(StandingExchange exchange) {
    AveragedState average = new AveragedState(network);
    try {
      exchange.round(new WorkerTask(setup, new RoundPlan(5, 1, 0, 8, 2), 0), network, average);
    } finally {
      exchange.close();
    }
    return average.state(0, 0).parameters().clone();
  }

  private static MultiLayerNetwork network() {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            ModelCatalog.get("lenet5")
                .configure(new ImageShape(16, 16, 1), new Hyperparameters(2, 3, new Adam(0.01))));
    network.init();
    DirectUpdater.install(network);
    return network;
  }
}
