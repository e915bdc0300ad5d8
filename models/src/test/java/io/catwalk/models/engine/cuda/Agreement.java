package io.catwalk.models.engine.cuda;

import io.catwalk.models.engine.Plan;
import io.catwalk.models.engine.Progress;
import io.catwalk.models.engine.Sample;
import io.catwalk.models.engine.Session;
import io.catwalk.models.engine.State;
import io.catwalk.models.engine.reference.ReferenceDevice;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The same gradient, steps and inference by a session and by the reference. */
final class Agreement {

  /**
   * How far apart the two came, relative to the size of what was compared.
   *
   * @param gradient of one minibatch
   * @param parameters after steps
   * @param probabilities after steps
   */
  record Distances(double loss, double gradient, double parameters, double probabilities) {

    double largest() {
      return Math.max(Math.max(loss, gradient), Math.max(parameters, probabilities));
    }
  }

  private final Sample sample;
  private final int minibatch;
  private final int steps;
  private final Plan plan;
  private final State start;

  /**
   * @param steps after the gradient, the last with one example less
   */
  Agreement(Sample sample, int minibatch, int steps) {
    this.sample = sample;
    this.minibatch = minibatch;
    this.steps = steps;
    plan = sample.plan();
    MultiLayerNetwork network = sample.network();
    start = State.of(network);
  }

  Plan plan() {
    return plan;
  }

  Distances measure(Session session) {
    try (Session reference = new ReferenceDevice().open(plan, minibatch)) {
      reference.write(start);
      session.write(start);
      Progress first = Progress.of(0, 0, 3);
      INDArray images = sample.images(0, minibatch);
      INDArray expected = Nd4j.zeros(DataType.FLOAT, 1, plan.length());
      INDArray found = expected.dup();
      double theirs = reference.gradient(images, sample.labels(0, minibatch), first, expected);
      double ours = session.gradient(images, sample.labels(0, minibatch), first, found);
      double loss = Math.abs(ours - theirs) / theirs;
      double gradient = apart(found, expected);
      for (int i = 0; i < steps; i++) {
        int n = i == steps - 1 ? minibatch - 1 : minibatch;
        INDArray some = sample.images(i, n);
        reference.step(some, sample.labels(i, n), Progress.of(i, 0, 3));
        session.step(some, sample.labels(i, n), Progress.of(i, 0, 3));
      }
      double parameters = apart(parameters(session), parameters(reference));
      return new Distances(
          loss, gradient, parameters, apart(infer(session, images), infer(reference, images)));
    }
  }

  private INDArray infer(Session session, INDArray images) {
    INDArray rows = Nd4j.zeros(DataType.FLOAT, minibatch, sample.classes());
    session.infer(images, rows);
    return rows;
  }

  private INDArray parameters(Session session) {
    INDArray state =
        plan.stateLength() == 0
            ? Nd4j.empty(DataType.FLOAT)
            : Nd4j.zeros(DataType.FLOAT, 1, plan.stateLength());
    State read = new State(Nd4j.zeros(DataType.FLOAT, 1, plan.length()), state);
    session.read(read);
    return read.parameters();
  }

  private static double apart(INDArray found, INDArray expected) {
    double size = expected.norm2Number().doubleValue();
    return found.sub(expected).norm2Number().doubleValue() / size;
  }
}
