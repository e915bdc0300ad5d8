package io.catwalk.pipeline.train.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.catwalk.pipeline.train.data.RoundPlan;
import io.catwalk.pipeline.train.state.Compression;
import io.catwalk.pipeline.train.state.DriverState;
import io.catwalk.pipeline.train.state.StartState;
import io.catwalk.pipeline.train.state.StateEncoder;
import io.catwalk.pipeline.train.state.StatePart;
import io.catwalk.pipeline.train.state.StateSlice;
import io.catwalk.pipeline.train.state.WorkerReport;
import io.catwalk.pipeline.train.state.WorkerReport.WorkerTimes;
import java.io.IOException;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class StandingWorkersTest {

  private static final long LONG = 10_000;
  private static final String EXECUTOR = "7";

  private final StandingWorkers workers =
      new StandingWorkers("127.0.0.1", WatchedInput.Lookout.NONE);
  private final List<RoundWire> wires = new ArrayList<>();

  @AfterEach
  void close() {
    workers.close();
    wires.forEach(RoundWire::close);
  }

  @ParameterizedTest
  @EnumSource(Compression.class)
  void aRoundGoesThereAndBack(Compression compression) throws Exception {
    MultiLayerNetwork there = network(1);
    MultiLayerNetwork here = network(2);
    List<StateSlice> slices = StateSlice.of(there, 5);
    RoundWire worker = connect(workers.token(), 3, 0);
    RoundWire driver = workers.find(3, LONG).orElseThrow();
    RoundPlan plan = new RoundPlan(-7, 2, 5, 64, 50, 0.25);

    driver.ask(new RoundWire.Request(plan, 41), new DriverState(slices, there));
    RoundWire.Request asked = worker.question();
    StartState start = worker.state(compression);
    start.restore(slices, here);
    WorkerReport report =
        new WorkerReport(3, "executor 7", 3200, 0.25, 91, new WorkerTimes(1, 2, 3, 0));
    worker.answer(report);
    StateEncoder encoder = new StateEncoder(compression, slices.get(1));
    worker.send(encoder, here, encoder.origin(start, 1));
    worker.answered(4);

    assertThat(asked).isEqualTo(new RoundWire.Request(plan, 41));
    assertThat(here.params()).isEqualTo(there.params());
    assertThat(StatePart.UPDATER.of(here)).isEqualTo(StatePart.UPDATER.of(there));
    assertThat(driver.report()).isEqualTo(report);
    byte[] slice = driver.slice(new byte[0]);
    byte[] origin = slices.get(1).read(there);
    assertThat(slice).isEqualTo(encoder.encode(there, origin));
    assertThat(driver.read()).isEqualTo(4);
  }

  /** Of 8 parameters and 16 values of Adam's state. */
  private static MultiLayerNetwork network(int seed) {
    MultiLayerNetwork network = network(seed, 3);
    network.fit(Nd4j.rand(4, 3), Nd4j.eye(2).repeat(0, 2));
    return network;
  }

  private static MultiLayerNetwork network(int seed, int inputs) {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .seed(seed)
                .updater(new Adam())
                .list(new OutputLayer.Builder().nIn(inputs).nOut(2).build())
                .build());
    network.init();
    return network;
  }

  @Test
  void aWorkerThatSparkStartsAgainIsTroubleAndNeitherOfThemASuccess() throws Exception {
    RoundWire first = connect(workers.token(), 0, 4);
    assertThat(workers.find(0, LONG)).isPresent();
    assertThat(workers.trouble()).isEmpty();

    RoundWire second = connect(workers.token(), 0, 9);

    // Whoever is asked to go has done its part for Spark, which would never start that part again.
    assertThatThrownBy(second::question).isInstanceOf(IOException.class);
    assertThat(workers.trouble()).contains("Spark has started worker 0 again");
    assertThat(workers.find(0, LONG)).as("no round begins any more").isEmpty();
    workers.cutOff();
    assertThatThrownBy(first::question).isInstanceOf(IOException.class);
  }

  @Test
  void whoDoesNotKnowTheTokenIsCutOff() throws Exception {
    RoundWire stranger = connect(UUID.randomUUID().toString(), 0, 0);

    assertThatThrownBy(stranger::question).isInstanceOf(IOException.class);
    assertThat(workers.find(0, 0)).isEmpty();
  }

  @Test
  void atTheEndAllAreDismissed() throws Exception {
    RoundWire worker = connect(workers.token(), 1, 0);
    assertThat(workers.find(1, LONG)).isPresent();

    workers.close();

    assertThat(worker.question()).isNull();
  }

  @Test
  void workersOfARemovedExecutorAreCutOffNowAndLater() throws Exception {
    RoundWire worker = connect(workers.token(), 1, 0);
    assertThat(workers.find(1, LONG)).isPresent();

    workers.executorRemoved("another");
    assertThat(workers.trouble()).isEmpty();
    workers.executorRemoved(EXECUTOR);

    assertThatThrownBy(worker::question).isInstanceOf(IOException.class);
    assertThat(workers.trouble()).contains("Executor " + EXECUTOR + " was removed");
    RoundWire late = connect(workers.token(), 2, 0);
    assertThatThrownBy(late::question).isInstanceOf(IOException.class);
  }

  @Test
  void whoDoesNotReadHoldsUpNobodyElse() throws Exception {
    connect(workers.token(), 0, 0);
    RoundWire halfOpen = workers.find(0, LONG).orElseThrow();
    MultiLayerNetwork large = network(1, 2_000_000);
    RoundWire.Request request = new RoundWire.Request(new RoundPlan(-7, 2, 5, 64, 50, 0.25), 41);
    CompletableFuture<Throwable> asking = new CompletableFuture<>();
    Thread round =
        new Thread(
            () ->
                asking.complete(
                    catchThrowable(
                        () ->
                            halfOpen.ask(
                                request, new DriverState(StateSlice.of(large, 5000), large)))));
    round.start();
    while (!writes(round)) {
      assertThat(asking).isNotDone();
      Thread.yield();
    }

    connect(workers.token(), 1, 0);
    assertThat(workers.find(1, LONG)).isPresent();
    connect(workers.token(), 0, 1);
    assertThat(workers.find(2, LONG)).isEmpty();
    assertThat(workers.trouble()).contains("Spark has started worker 0 again");
    assertThat(asking).isNotDone();
    workers.close();

    assertThat(asking.get(10, TimeUnit.SECONDS)).isInstanceOf(IOException.class);
  }

  /** It stays there: nobody reads, and no buffer takes so much. */
  private static boolean writes(Thread thread) {
    return Arrays.stream(thread.getStackTrace())
        .anyMatch(frame -> frame.getMethodName().equals("flushBuffer"));
  }

  private RoundWire connect(String token, int worker, long attempt) throws IOException {
    RoundWire wire =
        new RoundWire(new Socket("127.0.0.1", workers.port()), WatchedInput.Lookout.NONE);
    wires.add(wire);
    wire.greet(new Greeting(token, worker, attempt, EXECUTOR));
    return wire;
  }
}
