package io.catwalk.models.engine.cuda;

import io.catwalk.models.engine.Operation;
import io.catwalk.models.engine.Window;
import io.catwalk.models.engine.cuda.driver.Arguments;
import io.catwalk.models.engine.cuda.driver.Launch;
import io.catwalk.models.engine.cuda.driver.Slot;
import io.catwalk.models.engine.cuda.driver.Tile;
import java.util.Optional;

/** Launches of convolutions. */
final class Convolutions {

  /** Columns of the tiles that a weights' gradient of more than 32 filters is cut into, at most. */
  private static final int WIDEST = 64;

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
        .large(byTap ? Tile.Large.COLUMNS : Tile.Large.NONE)
        .function(node.function().ordinal())
        .launch(frame, positions(node), geometry.to().channels(), geometry.weights());
  }

  /**
   * @param further whether anything in front of it is trained
   */
  void backward(Node node, Operation.Convolve operation, boolean further) {
    Geometry geometry = geometry(node, operation);
    Slot delta = delta(node);
    int filters = geometry.to().channels();
    int pixels = geometry.to().height() * geometry.to().width();
    boolean byTap =
        geometry.from().channels() % WIDEST == 0
            && pixels % 4 == 0
            && filters > 32
            && operation.bias().isEmpty();
    new ProductCall(byTap ? "TapWeightGradient" : wide("ConvWeightGradient", pixels), geometry)
        .of(delta.start(), frame.value(node.input()).start(), frame.gradient(operation.weights()))
        .biasGradient(frame.gradient(operation.bias()))
        .taps(taps(geometry))
        .large(Tile.Large.ROWS)
        .aside()
        .launch(
            frame,
            filters,
            geometry.weights() + (operation.bias().isPresent() ? 1 : 0),
            frame.images() * pixels);
    if (further) {
      inputGradient(node, operation, delta);
    }
  }

  private void inputGradient(Node node, Operation.Convolve operation, Slot delta) {
    Geometry geometry = geometry(node, operation);
    int filters = geometry.to().channels();
    int channels = geometry.from().channels();
    Window window = geometry.window();
    boolean byTap =
        filters % Reordering.MULTIPLE == 0 && window.rowStride() == 1 && window.columnStride() == 1;
    new ProductCall(byTap ? wide("TapInputGradient", channels) : "ConvInputGradient", geometry)
        .of(
            delta.start(),
            byTap ? frame.reordered(operation.weights()) : frame.parameter(operation.weights()),
            frame.delta(node.input(), node.inputSize()).start())
        .mask(frame.mask(node.input()))
        .taps(
            byTap
                ? taps(geometry)
                : frame.residents().table("back " + geometry, geometry::backwardTaps))
        .large(byTap ? Tile.Large.COLUMNS : Tile.Large.NONE)
        .function(frame.maskFunction(node.input()))
        .launch(
            frame,
            frame.images() * geometry.from().height() * geometry.from().width(),
            channels,
            filters * geometry.area());
  }

  /** The kind that loads four numbers at once, where so many lie side by side. */
  private static String wide(String kind, int numbers) {
    return numbers % 4 == 0 ? "Wide" + kind : kind;
  }

  /** The gradient in front of the pooling, where there is one. */
  private Slot delta(Node node) {
    Slot delta = frame.delta(node.output(), node.outputSize());
    if (!node.pooled()) {
      return delta;
    }
    int numbers = Node.size(node.to());
    Slot full = Slot.scratch(4L * frame.images() * numbers);
    Arguments arguments =
        new Arguments()
            .place(delta)
            .place(winners(node))
            .place(full)
            .integers(frame.images() * node.to().channels(), node.to().height(), node.to().width());
    frame.tape().add(Launch.each("unpool", (long) frame.images() * numbers, arguments));
    return full;
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
