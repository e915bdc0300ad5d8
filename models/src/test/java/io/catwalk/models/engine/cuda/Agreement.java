package io.catwalk.models.engine.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import io.catwalk.models.engine.Plan;
import io.catwalk.models.engine.Progress;
import io.catwalk.models.engine.Sample;
import io.catwalk.models.engine.Session;
import io.catwalk.models.engine.State;
import io.catwalk.models.engine.reference.ReferenceDevice;
import io.catwalk.models.layers.LayerKit;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The same gradient, steps and inference by a session and by the reference. */
final class Agreement {

  private static final int STEPS = 3;

  private final Sample sample;
  private final int minibatch;
  private final Plan plan;
  private final MultiLayerNetwork start;

  Agreement(Sample sample, int minibatch) {
    this.sample = sample;
    this.minibatch = minibatch;
    plan = sample.plan(LayerKit.STOCK);
    start = sample.network(LayerKit.STOCK);
  }

  Plan plan() {
    return plan;
  }

  /**
   * @param tolerance relative distance that is allowed
   */
  void check(Session session, double tolerance) {
    try (Session reference = new ReferenceDevice().open(plan, minibatch)) {
      State state = State.of(start);
      reference.write(state);
      session.write(state);
      INDArray images = sample.images(0, minibatch);
      INDArray labels = sample.labels(0, minibatch);
      INDArray expected = Nd4j.zeros(DataType.FLOAT, 1, plan.length());
      INDArray found = expected.dup();
      Progress first = Progress.of(0, 0, 3);
      double expectedLoss = reference.gradient(images, labels, first, expected);
      double loss = session.gradient(images, labels, first, found);
      assertThat(loss)
          .as("loss")
          .isCloseTo(
              expectedLoss, org.assertj.core.data.Offset.offset(tolerance * (1 + expectedLoss)));
      near("gradient", found, expected, tolerance);
      for (int i = 0; i < STEPS; i++) {
        int n = i == STEPS - 1 ? minibatch - 1 : minibatch;
        Progress progress = Progress.of(i, 0, 3);
        double theirs = reference.step(sample.images(i, n), sample.labels(i, n), progress);
        double ours = session.step(sample.images(i, n), sample.labels(i, n), progress);
        assertThat(ours)
            .as("loss of step " + i)
            .isCloseTo(theirs, org.assertj.core.data.Offset.offset(10 * tolerance * (1 + theirs)));
      }
      near("parameters", read(session).parameters(), read(reference).parameters(), tolerance);
      if (plan.stateLength() > 0) {
        near("state", read(session).updater(), read(reference).updater(), 10 * tolerance);
      }
      INDArray rows = Nd4j.zeros(DataType.FLOAT, minibatch, sample.classes());
      INDArray others = rows.dup();
      reference.infer(images, rows);
      session.infer(images, others);
      near("probabilities", others, rows, 10 * tolerance);
    }
  }

  private State read(Session session) {
    INDArray state =
        plan.stateLength() == 0
            ? Nd4j.empty(DataType.FLOAT)
            : Nd4j.zeros(DataType.FLOAT, 1, plan.stateLength());
    State read = new State(Nd4j.zeros(DataType.FLOAT, 1, plan.length()), state);
    session.read(read);
    return read;
  }

  private static void near(String what, INDArray found, INDArray expected, double tolerance) {
    double size = expected.norm2Number().doubleValue();
    double apart = found.sub(expected).norm2Number().doubleValue();
    System.out.printf("  %s %.1e%n", what, apart / size);
    assertThat(apart / (size + 1e-30)).as(what + ", relative distance").isLessThan(tolerance);
  }
}
