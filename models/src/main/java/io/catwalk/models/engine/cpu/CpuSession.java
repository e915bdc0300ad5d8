package io.catwalk.models.engine.cpu;

import io.catwalk.models.engine.HeapExamples;
import io.catwalk.models.engine.Plan;
import io.catwalk.models.engine.Preparation;
import io.catwalk.models.engine.Progress;
import io.catwalk.models.engine.Session;
import io.catwalk.models.engine.Session.Examples;
import io.catwalk.models.engine.Session.ImageBytes;
import io.catwalk.models.engine.State;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.PointerScope;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A plan at work by oneDNN. */
final class CpuSession implements Session {

  /** Numbers of examples for which networks are kept: usual ones, last ones, validation's. */
  private static final int MOST = 6;

  private final Plan plan;
  private final int minibatch;
  private final PointerScope owned;
  private final Onednn onednn;
  private final FlatState state;
  private final StepState step = new StepState();
  private final Updates updates;
  private final CrossEntropy crossEntropy;
  private final Map<Integer, Network> training = new HashMap<>();
  private final Map<Integer, Network> inference = new HashMap<>();
  private float[] images = {};

  CpuSession(Plan plan, int minibatch) {
    this.plan = plan;
    this.minibatch = minibatch;
    try (PointerScope scope = new PointerScope()) {
      onednn = new Onednn();
      state = new FlatState(plan, onednn);
      owned = scope.extend();
    }
    updates = new Updates(plan, state);
    crossEntropy = new CrossEntropy(minibatch, plan.resultValues());
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
    state.write(from);
  }

  @Override
  public void read(State into) {
    state.read(into);
  }

  @Override
  public double step(INDArray images, INDArray labels, Progress progress) {
    double loss = lossAndGradient(images, labels, progress, true);
    updates.apply(progress);
    return loss;
  }

  @Override
  public double gradient(INDArray images, INDArray labels, Progress progress, INDArray into) {
    double loss = lossAndGradient(images, labels, progress, false);
    state.readGradient(into);
    return loss;
  }

  private double lossAndGradient(
      INDArray images, INDArray labels, Progress progress, boolean statistics) {
    int n = (int) images.size(0);
    Network network = network(training, n, true);
    put(images, network);
    FloatArrays.pointer(labels).get(crossEntropy.labels(), 0, n * plan.resultValues());
    return lossAndGradient(network, n, progress, statistics);
  }

  private double lossAndGradient(Network network, int n, Progress progress, boolean statistics) {
    step.begin(progress, statistics);
    network.forward();
    double loss =
        crossEntropy.of(plan.loss().orElseThrow(), n, network.result(), network.atResult());
    network.backward();
    return loss;
  }

  private void put(INDArray images, Network network) {
    FlatState.copy(FloatArrays.pointer(images), network.input(), images.length());
  }

  private Network network(Map<Integer, Network> known, int n, boolean trains) {
    Network found = known.get(n);
    if (found != null) {
      return found;
    }
    if (n < 1 || n > minibatch) {
      throw new IllegalArgumentException("expected 1 to " + minibatch + " examples, found " + n);
    }
    if (known.size() == MOST) {
      known.values().forEach(Network::close);
      known.clear();
    }
    Network made = Network.of(plan, n, trains, onednn, state, step);
    known.put(n, made);
    return made;
  }

  /** oneDNN's own account of what a training step of n examples runs. */
  List<String> implementations(int n) {
    return network(training, n, true).implementations();
  }

  @Override
  public Examples load(ImageBytes images, Preparation preparation) {
    return new HeapExamples(plan, images, preparation);
  }

  @Override
  public double[] round(
      Examples examples, int[] order, int from, int to, int minibatch, Progress progress) {
    HeapExamples bytes = (HeapExamples) examples;
    if (images.length < minibatch * plan.size(0)) {
      images = new float[minibatch * plan.size(0)];
    }
    double[] losses = new double[(to - from + minibatch - 1) / minibatch];
    for (int i = 0; i < losses.length; i++) {
      int at = from + i * minibatch;
      int n = Math.min(minibatch, to - at);
      Network network = network(training, n, true);
      bytes.images(order, at, at + n, images);
      FloatPointer input = network.input();
      input.put(images, 0, n * plan.size(0));
      bytes.targets(order, at, at + n, crossEntropy.labels());
      losses[i] = lossAndGradient(network, n, progress.plus(i), true);
      updates.apply(progress.plus(i));
    }
    return losses;
  }

  @Override
  public void infer(INDArray images, INDArray into) {
    int n = (int) images.size(0);
    Network network = network(inference, n, false);
    put(images, network);
    network.forward();
    int numbers = n * plan.resultValues();
    if (plan.loss().isPresent()) {
      FloatArrays.pointer(into).put(crossEntropy.probabilities(n, network.result()), 0, numbers);
    } else {
      float[] result = new float[numbers];
      network.result().get(0, result, 0, numbers);
      FloatArrays.pointer(into).put(result, 0, numbers);
    }
  }

  @Override
  public void close() {
    training.values().forEach(Network::close);
    inference.values().forEach(Network::close);
    training.clear();
    inference.clear();
    owned.deallocate();
  }
}
