package io.catwalk.models.engine.cuda;

import io.catwalk.models.engine.Operation;
import io.catwalk.models.engine.Plan;
import io.catwalk.models.engine.Plan.Loss;
import io.catwalk.models.engine.cuda.driver.Slot;
import java.util.List;
import java.util.Optional;

/** Makes the launches of one program: forward, loss, backward and update of so many images. */
final class Lowering {

  private final Plan plan;
  private final List<Node> nodes;
  private final Frame frame;
  private final Convolutions convolutions;
  private final DenseLayers dense;
  private final Norms norms;
  private final MapLaunches maps;
  private final StepLaunches steps;

  private Lowering(Plan plan, int images, Mode mode, Residents residents) {
    this.plan = plan;
    nodes = NodeReader.nodes(plan);
    frame = new Frame(plan, nodes, images, mode, residents);
    convolutions = new Convolutions(frame);
    dense = new DenseLayers(frame);
    norms = new Norms(frame);
    maps = new MapLaunches(frame);
    steps = new StepLaunches(frame);
  }

  /** Steps over examples on the device; {@code stride} of them lie between two minibatches. */
  static Lowered round(
      Plan plan, int images, Residents residents, CudaExamples examples, int stride) {
    Lowering lowering = new Lowering(plan, images, Mode.ROUND, residents);
    lowering.steps.gather(lowering.input(), examples, stride);
    return lowering.train();
  }

  /** A step, or loss and gradient alone, of images that were copied in. */
  static Lowered given(Plan plan, int images, Mode mode, Residents residents) {
    Lowering lowering = new Lowering(plan, images, mode, residents);
    lowering.frame.tape().keep(lowering.input());
    return mode.isTraining() ? lowering.train() : lowering.infer();
  }

  private Slot input() {
    return frame.value(0, plan.size(0));
  }

  private Lowered infer() {
    frame.begin();
    nodes.forEach(this::forward);
    Slot result = frame.value(plan.result());
    if (plan.loss().isPresent()) {
      Slot probabilities = Slot.scratch(4L * frame.images() * plan.resultValues());
      steps.probabilities(result, probabilities);
      result = probabilities;
    }
    frame.tape().keep(result);
    return new Lowered(frame.tape(), input(), result);
  }

  private Lowered train() {
    Loss loss =
        plan.loss()
            .orElseThrow(
                () -> new IllegalArgumentException("expected a network with an output layer"));
    frame.begin();
    nodes.forEach(this::forward);
    Slot delta = frame.delta(loss.logits(), plan.resultValues());
    steps.loss(loss, frame.value(loss.logits()), Optional.of(delta.start()));
    for (int i = nodes.size() - 1; i >= 0; i--) {
      if (frame.isMoving(nodes.get(i).output())) {
        backward(nodes.get(i));
      }
    }
    if (frame.mode().updates()) {
      steps.update();
    }
    return new Lowered(frame.tape(), input(), delta);
  }

  private void forward(Node node) {
    if (node.operation() instanceof Operation.Convolve operation) {
      convolutions.forward(node, operation);
    } else if (node.operation() instanceof Operation.Dense operation) {
      dense.forward(node, operation);
    } else if (node.operation() instanceof Operation.Normalise operation) {
      norms.forward(node, operation);
    } else {
      maps.forward(node);
    }
  }

  private void backward(Node node) {
    if (node.operation() instanceof Operation.Add add) {
      maps.backward(node, add);
      return;
    }
    boolean further = frame.isMoving(node.input());
    Optional<Slot> before = frame.takeDelta(node.input());
    backward(node, further);
    if (further) {
      before.ifPresent(slot -> maps.accumulate(node, slot, Optional.empty()));
      for (Slot slot : frame.takeLent(node.input())) {
        maps.accumulate(node, slot, frame.mask(node.input()));
      }
    }
  }

  private void backward(Node node, boolean further) {
    if (node.operation() instanceof Operation.Convolve operation) {
      convolutions.backward(node, operation, further);
    } else if (node.operation() instanceof Operation.Dense operation) {
      dense.backward(node, operation, further);
    } else if (node.operation() instanceof Operation.Normalise operation) {
      norms.backward(node, operation, further);
    } else {
      maps.backward(node);
    }
  }

  /**
   * What a program runs, before it is placed.
   *
   * @param tape its launches
   * @param input where the images lie when it begins
   * @param result of inference: rows of values
   */
  record Lowered(Tape tape, Slot input, Slot result) {}

  /** What a program computes. */
  enum Mode {
    /** Steps over a minibatch of examples that are on the device. */
    ROUND,
    /** One step over a minibatch that was copied in. */
    STEP,
    /** Loss and gradient of a minibatch that was copied in; nothing is changed. */
    GRADIENT,
    /** Forward alone, as after training. */
    INFERENCE;

    boolean isTraining() {
      return this != INFERENCE;
    }

    boolean updates() {
      return this == ROUND || this == STEP;
    }
  }
}
