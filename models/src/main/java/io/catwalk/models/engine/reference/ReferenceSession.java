package io.catwalk.models.engine.reference;

import io.catwalk.models.engine.HeapExamples;
import io.catwalk.models.engine.Plan;
import io.catwalk.models.engine.Plan.Loss;
import io.catwalk.models.engine.Preparation;
import io.catwalk.models.engine.Progress;
import io.catwalk.models.engine.Session;
import io.catwalk.models.engine.Session.Examples;
import io.catwalk.models.engine.Session.ImageBytes;
import io.catwalk.models.engine.State;
import java.util.List;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A plan computed operation by operation, each pass in new arrays. */
final class ReferenceSession implements Session {

  private final Plan plan;
  private final int minibatch;
  private final List<Step> steps;
  private final Updates updates;
  private final double[] parameters;
  private final double[] state;

  ReferenceSession(Plan plan, int minibatch) {
    this.plan = plan;
    this.minibatch = minibatch;
    this.steps = plan.operations().stream().map(Step::of).toList();
    this.updates = new Updates(plan);
    this.parameters = new double[Math.toIntExact(plan.length())];
    this.state = new double[Math.toIntExact(plan.stateLength())];
  }

  @Override
  public Plan plan() {
    return plan;
  }

  @Override
  public int minibatch() {
    return minibatch;
  }

  @Override
  public void write(State from) {
    System.arraycopy(doubles(from.parameters()), 0, parameters, 0, parameters.length);
    if (state.length > 0) {
      System.arraycopy(doubles(from.updater()), 0, state, 0, state.length);
    }
  }

  @Override
  public void read(State into) {
    put(parameters, into.parameters());
    if (state.length > 0) {
      put(state, into.updater());
    }
  }

  @Override
  public double step(INDArray images, INDArray labels, Progress progress) {
    return step(doubles(images), doubles(labels), (int) images.size(0), progress);
  }

  private double step(double[] images, double[] labels, int n, Progress progress) {
    Pass pass = Pass.of(plan, n, true, progress, parameters);
    double loss = forwardAndBackward(pass, images, labels);
    updates.apply(parameters, state, pass.gradient(), progress);
    return loss;
  }

  @Override
  public double gradient(INDArray images, INDArray labels, Progress progress, INDArray into) {
    Pass pass = Pass.of(plan, (int) images.size(0), true, progress, parameters.clone());
    double loss = forwardAndBackward(pass, doubles(images), doubles(labels));
    put(pass.gradient(), into);
    return loss;
  }

  private double forwardAndBackward(Pass pass, double[] images, double[] labels) {
    forward(pass, images);
    Loss loss = plan.loss().orElseThrow();
    double[] atLogits = pass.atValues()[loss.logits()];
    double mean = SoftmaxLoss.of(loss, pass.values()[loss.logits()], labels, pass.n(), atLogits);
    for (int i = steps.size() - 1; i >= 0; i--) {
      steps.get(i).backward(pass);
    }
    return mean;
  }

  private void forward(Pass pass, double[] images) {
    System.arraycopy(images, 0, pass.values()[0], 0, images.length);
    steps.forEach(step -> step.forward(pass));
  }

  @Override
  public Examples load(ImageBytes images, Preparation preparation) {
    return new HeapExamples(plan, images, preparation);
  }

  @Override
  public double[] round(
      Examples examples, int[] order, int from, int to, int minibatch, Progress progress) {
    HeapExamples bytes = (HeapExamples) examples;
    double[] losses = new double[(to - from + minibatch - 1) / minibatch];
    for (int i = 0; i < losses.length; i++) {
      int at = from + i * minibatch;
      int n = Math.min(minibatch, to - at);
      float[] images = new float[n * plan.size(0)];
      float[] targets = new float[n * plan.resultValues()];
      bytes.images(order, at, at + n, images);
      bytes.targets(order, at, at + n, targets);
      losses[i] = step(doubles(images), doubles(targets), n, progress.plus(i));
    }
    return losses;
  }

  @Override
  public void infer(INDArray images, INDArray into) {
    int n = (int) images.size(0);
    Pass pass = Pass.of(plan, n, false, Progress.of(0, 0, 0), parameters);
    forward(pass, doubles(images));
    double[] result = pass.values()[plan.result()];
    put(
        plan.loss().isPresent() ? SoftmaxLoss.probabilities(result, plan.resultValues()) : result,
        into);
  }

  private static double[] doubles(float[] values) {
    return IntStream.range(0, values.length).mapToDouble(i -> values[i]).toArray();
  }

  private static double[] doubles(INDArray array) {
    return array.dup('c').data().asDouble();
  }

  private static void put(double[] values, INDArray into) {
    for (int i = 0; i < values.length; i++) {
      into.putScalar(i, values[i]);
    }
  }

  @Override
  public void close() {}
}
