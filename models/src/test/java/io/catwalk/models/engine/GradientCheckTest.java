package io.catwalk.models.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The oracle's gradients against differences of its losses, in double. */
class GradientCheckTest {

  private static final double MOVE = 1e-6;
  private static final Progress PROGRESS = Progress.of(3, 1, 5);

  static Stream<Sample> blocks() {
    return Samples.blocks().stream();
  }

  @ParameterizedTest
  @MethodSource("blocks")
  void areSlopesOfTheLoss(Sample sample) {
    Plan plan = sample.plan();
    INDArray parameters = sample.network().params().castTo(DataType.DOUBLE);
    INDArray images = sample.images(1, 5).castTo(DataType.DOUBLE);
    INDArray labels = sample.labels(1, 5).castTo(DataType.DOUBLE);
    INDArray unused = Nd4j.zeros(DataType.DOUBLE, 1, plan.length());
    INDArray gradient = Nd4j.zeros(DataType.DOUBLE, 1, plan.length());
    try (Session session = Device.named("reference").open(plan, 5)) {
      session.write(new State(parameters, Nd4j.empty(DataType.DOUBLE)));
      session.gradient(images, labels, PROGRESS, gradient);
      for (Parameter parameter : plan.parameters()) {
        // A prime, so that all places of kernels are among those looked at.
        for (long i = parameter.offset(); i < parameter.end(); i += 7) {
          double slope = 0;
          for (int side = -1; side <= 1; side += 2) {
            INDArray moved = parameters.dup();
            moved.putScalar(i, moved.getDouble(i) + side * MOVE);
            session.write(new State(moved, Nd4j.empty(DataType.DOUBLE)));
            slope += side * session.gradient(images, labels, PROGRESS, unused) / (2 * MOVE);
          }
          double expected = parameter.kind().isStatistic() ? 0 : slope;
          assertThat(gradient.getDouble(i))
              .as("%s of layer %d, number %d", parameter.name(), parameter.layer(), i)
              .isCloseTo(expected, within(1e-6 + 1e-5 * Math.abs(expected)));
        }
      }
    }
  }
}
