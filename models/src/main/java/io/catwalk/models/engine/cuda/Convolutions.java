package io.catwalk.models.engine.cuda;

import io.catwalk.models.engine.Operation;
import java.util.Optional;

/** Launches of convolutions. */
final class Convolutions {

  private final Frame frame;

  Convolutions(Frame frame) {
    this.frame = frame;
  }

  void forward(Node node, Operation.Convolve operation) {
    Geometry geometry = geometry(node, operation);
    Slot input = frame.value(node.input());
    Slot output = frame.value(node.output(), node.outputSize());
    boolean byTap = geometry.from().channels() % Reordering.MULTIPLE == 0;
    new ProductCall(byTap ? "TapForward" : "ConvForward", geometry)
        .of(
            input.start(),
            byTap ? frame.reordered(operation.weights()) : frame.parameter(operation.weights()),
            output.start())
        .bias(frame.parameter(operation.bias()))
        .winners(winners(node))
        .taps(taps(geometry))
        .function(node.function().ordinal())
        .launch(frame, positions(node), geometry.to().channels(), geometry.weights());
  }

  /**
   * @param further whether anything in front of it is trained
   */
  void backward(Node node, Operation.Convolve operation, boolean further) {
    Geometry geometry = geometry(node, operation);
    Slot delta = frame.delta(node.output(), node.outputSize());
    Slot input = frame.value(node.input());
    int filters = geometry.to().channels();
    new ProductCall(node.pooled() ? "PooledConvWeightGradient" : "ConvWeightGradient", geometry)
        .of(delta.start(), input.start(), frame.gradient(operation.weights()))
        .biasGradient(frame.gradient(operation.bias()))
        .winners(winners(node))
        .taps(taps(geometry))
        .aside()
        .launch(
            frame,
            filters,
            geometry.weights() + (operation.bias().isPresent() ? 1 : 0),
            positions(node));
    if (!further) {
      return;
    }
    Slot inputDelta = frame.delta(node.input(), node.inputSize());
    boolean byTap =
        filters % Reordering.MULTIPLE == 0
            && geometry.window().rowStride() == 1
            && geometry.window().columnStride() == 1;
    String kind = byTap ? "TapInputGradient" : "ConvInputGradient";
    new ProductCall(byTap && node.pooled() ? "Pooled" + kind : kind, geometry)
        .of(
            delta.start(),
            byTap ? frame.reordered(operation.weights()) : frame.parameter(operation.weights()),
            inputDelta.start())
        .mask(frame.mask(node.input()))
        .winners(winners(node))
        .taps(
            byTap
                ? taps(geometry)
                : frame.residents().table("back " + geometry, geometry::backwardTaps))
        .function(frame.maskFunction(node.input()))
        .launch(
            frame,
            frame.images() * geometry.from().height() * geometry.from().width(),
            geometry.from().channels(),
            filters * geometry.area());
  }

  private static Geometry geometry(Node node, Operation.Convolve operation) {
    return new Geometry(node.from(), node.to(), operation.window());
  }

  private Slot taps(Geometry geometry) {
    return frame.residents().table("taps " + geometry, geometry::taps);
  }

  private Optional<Slot.Place> winners(Node node) {
    return node.pooled()
        ? Optional.of(frame.winners(node.output(), node.outputSize(), 1).start())
        : Optional.empty();
  }

  /** Output positions that are computed: none that no window has. */
  private int positions(Node node) {
    int height = node.to().height();
    int width = node.to().width();
    return frame.images() * (node.pooled() ? height / 2 * (width / 2) * 4 : height * width);
  }
}
