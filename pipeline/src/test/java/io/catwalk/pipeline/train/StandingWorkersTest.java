package io.catwalk.pipeline.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;

class StandingWorkersTest {

  private static final long LONG = 10_000;

  private final StandingWorkers workers = new StandingWorkers("127.0.0.1");
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
    RoundWire driver = workers.find(3, LONG);
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
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .seed(seed)
                .updater(new Adam())
                .list(new OutputLayer.Builder().nIn(3).nOut(2).build())
                .build());
    network.init();
    network.fit(Nd4j.rand(4, 3), Nd4j.eye(2).repeat(0, 2));
    return network;
  }

  @Test
  void aLaterAttemptTakesTheFirstOnesPlace() throws Exception {
    RoundWire first = connect(workers.token(), 0, 4);
    RoundWire found = workers.find(0, LONG);
    RoundWire second = connect(workers.token(), 0, 9);

    assertThat(first.question()).as("sent home").isNull();
    RoundWire now = workers.find(0, LONG);
    assertThat(now).isNotSameAs(found);
    // What is told of the first one no longer matters.
    workers.lost(0, found);
    assertThat(workers.find(0, LONG)).isSameAs(now);
    connect(workers.token(), 0, 5);
    workers.close();
    assertThat(second.question()).isNull();
  }

  @Test
  void whoDoesNotKnowTheTokenIsSentAway() throws Exception {
    RoundWire stranger = connect("guess", 0, 0);

    assertThat(stranger.question()).isNull();
    assertThat(workers.find(0, 0)).isNull();
  }

  @Test
  void aLostWorkerIsWaitedFor() throws Exception {
    RoundWire worker = connect(workers.token(), 1, 0);
    RoundWire found = workers.find(1, LONG);
    workers.lost(1, found);

    // It must fail, so that Spark starts another: nobody asked it to go.
    assertThatThrownBy(worker::question).isInstanceOf(IOException.class);
    assertThat(workers.find(1, 0)).isNull();
    connect(workers.token(), 1, 1);
    assertThat(workers.find(1, LONG)).isNotNull().isNotSameAs(found);
  }

  private RoundWire connect(String token, int worker, long attempt) throws IOException {
    RoundWire wire = new RoundWire(new Socket("127.0.0.1", workers.port()));
    wires.add(wire);
    wire.greet(new RoundWire.Hello(token, worker, attempt));
    return wire;
  }
}
