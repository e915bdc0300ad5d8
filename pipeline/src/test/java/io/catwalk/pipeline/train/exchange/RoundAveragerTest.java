package io.catwalk.pipeline.train.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.catwalk.pipeline.train.state.AveragedState;
import io.catwalk.pipeline.train.state.Compression;
import io.catwalk.pipeline.train.state.DriverState;
import io.catwalk.pipeline.train.state.ReturnedSlices;
import io.catwalk.pipeline.train.state.StateSlice;
import io.catwalk.pipeline.train.state.WorkerReport;
import io.catwalk.pipeline.train.state.WorkerReport.WorkerTimes;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.nd4j.linalg.learning.config.Sgd;

@Timeout(60)
class RoundAveragerTest {

  private final MultiLayerNetwork network = network();
  private final List<StateSlice> slices = StateSlice.of(network, 4);
  private final AveragedState average = new AveragedState(network);
  private final RoundAverager round =
      new RoundAverager(
          new ReturnedSlices(slices, Compression.NONE, true, true),
          2,
          new DriverState(slices, network),
          average);

  @Test
  void sliceAfterSliceIsAveragedByExamples() throws Exception {
    CompletableFuture<Void> other = CompletableFuture.runAsync(() -> bringAll(1, 300, 2));

    bringAll(0, 100, 6);

    other.get(30, TimeUnit.SECONDS);
    average.state(0, 0).restore(network);
    assertThat(network.params().toFloatVector()).containsOnly(3);
    assertThat(round.reports()).extracting(WorkerReport::worker).containsExactly(0, 1);
    assertThat(round.reports().get(0).times().read()).isEqualTo(7);
  }

  @Test
  void whoWaitsLearnsOfTheFirstFailure() {
    CompletableFuture<Void> waiting = CompletableFuture.runAsync(() -> bringAll(1, 300, 2));
    IllegalStateException first = new IllegalStateException("the first");

    round.fail(first);
    round.fail(new IllegalStateException("what followed"));

    assertThatThrownBy(() -> waiting.get(30, TimeUnit.SECONDS)).hasRootCause(first);
    assertThatThrownBy(round::check).isSameAs(first);
  }

  private void bringAll(int worker, long examples, float value) {
    try {
      round.begin(worker, report(worker, examples));
      for (int i = 0; i < slices.size(); i++) {
        round.bring(worker, floats(value));
      }
      round.end(worker, 7);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static WorkerReport report(int worker, long examples) {
    return new WorkerReport(worker, "here", examples, 0, 1, new WorkerTimes(0, 0, 0, 0));
  }

  /** Four of them, in a buffer with room to spare. */
  private static byte[] floats(float value) {
    ByteBuffer buffer = ByteBuffer.allocate(6 * Float.BYTES).order(ByteOrder.nativeOrder());
    for (int i = 0; i < 4; i++) {
      buffer.putFloat(value);
    }
    return buffer.array();
  }

  private static MultiLayerNetwork network() {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .updater(new Sgd())
                .list(new OutputLayer.Builder().nIn(3).nOut(2).build())
                .build());
    network.init();
    return network;
  }
}
