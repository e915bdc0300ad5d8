package io.catwalk.models.engine.cuda;

import io.catwalk.models.engine.Operation;
import io.catwalk.models.engine.Parameter;
import io.catwalk.models.engine.cuda.driver.Arguments;
import io.catwalk.models.engine.cuda.driver.Launch;
import io.catwalk.models.engine.cuda.driver.Slot;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Launches of batch normalisation. */
final class Norms {

  /** Numbers of a channel from which a block more is worth it. */
  private static final int SLICE = 2048;

  /** Blocks that keep a large GPU busy. */
  private static final int BUSY = 512;

  private final Frame frame;
  private final Map<Node, Slot> means = new HashMap<>();
  private final Map<Node, Slot> scales = new HashMap<>();

  Norms(Frame frame) {
    this.frame = frame;
  }

  void forward(Node node, Operation.Normalise operation) {
    int channels = node.to().channels();
    means.put(node, Slot.scratch(4L * channels));
    scales.put(node, Slot.scratch(4L * channels));
    Slot output = frame.value(node.output(), node.outputSize());
    int slices = slices(node);
    Arguments arguments = arguments(node, operation, slices, Optional.empty(), output.start());
    if (frame.mode().isTraining()) {
      launch("normStatistics", channels, slices, arguments);
    } else {
      frame.tape().add(Launch.each("normRunning", channels, arguments));
    }
    long numbers = (long) frame.images() * node.outputSize();
    frame.tape().add(Launch.each("normApply", numbers, arguments));
  }

  /** What is in front needs no gradient where nothing there is trained. */
  void backward(Node node, Operation.Normalise operation, boolean further) {
    Slot delta = frame.delta(node.output(), node.outputSize());
    int slices = slices(node);
    Slot.Place target =
        further ? frame.delta(node.input(), node.inputSize()).start() : Slot.scratch(4).start();
    Arguments arguments = arguments(node, operation, slices, Optional.of(delta.start()), target);
    launch("normGradientSums", node.to().channels(), slices, arguments);
    if (further) {
      int together = node.to().width() % 4 == 0 ? 4 : 1;
      long numbers = (long) frame.images() * node.inputSize();
      frame.tape().add(Launch.each("normInputGradient", numbers / together, arguments));
    }
  }

  private void launch(String kernel, int channels, int slices, Arguments arguments) {
    frame
        .tape()
        .add(
            new Launch(kernel, channels, slices, 1, Launch.THREADS, arguments, Launch.Branch.MAIN));
  }

  private int slices(Node node) {
    int channels = node.to().channels();
    int each = frame.images() * node.to().height() * node.to().width();
    return Math.max(1, Math.min((each + SLICE - 1) / SLICE, (BUSY + channels - 1) / channels));
  }

  /** As the structure {@code Norm} has them; {@code target} is y forward and dx backward. */
  private Arguments arguments(
      Node node,
      Operation.Normalise operation,
      int slices,
      Optional<Slot.Place> delta,
      Slot.Place target) {
    boolean isForward = delta.isEmpty();
    boolean moves = isForward && frame.mode().updates() || !frame.mode().isTraining();
    int channels = node.to().channels();
    Optional<Slot.Place> none = Optional.empty();
    Parameter variance = frame.plan().parameters().get(operation.variance());
    return new Arguments()
        .place(frame.value(node.input()))
        .place(isForward ? Optional.of(target) : none)
        .place(
            node.pooled()
                ? Optional.of(frame.winners(node.output(), node.outputSize(), 1).start())
                : none)
        .place(delta)
        .place(isForward ? none : Optional.of(target))
        .place(isForward ? none : frame.mask(node.input()))
        .place(frame.parameter(operation.scale().gamma()))
        .place(frame.parameter(operation.scale().beta()))
        .place(frame.gradient(operation.scale().gamma()))
        .place(frame.gradient(operation.scale().beta()))
        .place(moves ? Optional.of(frame.parameter(operation.mean())) : none)
        .place(moves ? Optional.of(frame.parameter(operation.variance())) : none)
        .place(means.get(node))
        .place(scales.get(node))
        .place(Slot.scratch(8L * channels))
        .place(Slot.scratch(8L * channels * slices))
        .place(frame.residents().counters(false))
        .integers(
            frame.images(),
            channels,
            node.to().height(),
            node.to().width(),
            slices,
            node.function().ordinal(),
            frame.maskFunction(node.input()),
            variance.kind() == Parameter.Kind.RUNNING_LOG_DEVIATION ? 1 : 0)
        .floats(
            operation.scale().fixedGamma().orElse(1),
            operation.scale().fixedBeta().orElse(0),
            operation.epsilon(),
            operation.decay());
  }
}
