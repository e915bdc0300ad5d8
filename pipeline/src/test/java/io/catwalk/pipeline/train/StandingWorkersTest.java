package io.catwalk.pipeline.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StandingWorkersTest {

  private static final long LONG = 10_000;

  private final StandingWorkers workers = new StandingWorkers("127.0.0.1");
  private final List<RoundWire> wires = new ArrayList<>();

  @AfterEach
  void close() {
    workers.close();
    wires.forEach(RoundWire::close);
  }

  @Test
  void aRoundGoesThereAndBack() throws Exception {
    RoundWire worker = connect(workers.token(), 3, 0);
    RoundWire driver = workers.find(3, LONG);
    RoundPlan plan = new RoundPlan(-7, 2, 5, 64, 50, 0.25);

    driver.ask(new RoundWire.Request(plan, 41, new byte[][] {{1, 2}, {}, {3}}));
    RoundWire.Request asked = worker.question();
    WorkerReport report =
        new WorkerReport(3, "executor 7", 3200, 0.25, 91, new WorkerTimes(1, 2, 3, 4));
    worker.answer(new WorkerResult(report, new byte[][] {{9}}));
    WorkerResult answered = driver.answered();

    assertThat(asked.plan()).isEqualTo(plan);
    assertThat(asked.iterations()).isEqualTo(41);
    assertThat(asked.slices()).isDeepEqualTo(new byte[][] {{1, 2}, {}, {3}});
    assertThat(answered.report()).isEqualTo(report);
    assertThat(answered.slices()).isDeepEqualTo(new byte[][] {{9}});
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
