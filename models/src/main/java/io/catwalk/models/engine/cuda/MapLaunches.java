package io.catwalk.models.engine.cuda;

import io.catwalk.models.engine.Operation;
import io.catwalk.models.engine.Window;
import io.catwalk.models.engine.cuda.driver.Arguments;
import io.catwalk.models.engine.cuda.driver.Launch;
import io.catwalk.models.engine.cuda.driver.Slot;
import java.util.Optional;

/** Launches of what goes through maps number by number. */
final class MapLaunches {

  private static final int WARPS = Launch.THREADS / 32;

  private final Frame frame;

  MapLaunches(Frame frame) {
    this.frame = frame;
  }

  void forward(Node node) {
    Operation operation = node.operation();
    if (operation instanceof Operation.Pool pool) {
      add("poolForward", node.outputSize(), pooling(node, pool, Optional.empty()));
    } else if (operation instanceof Operation.Add sum) {
      Slot output = frame.value(node.output(), node.outputSize());
      Optional<Slot.Place> shortcut = Optional.of(frame.value(sum.shortcut()).start());
      add(
          "addForward",
          node.outputSize(),
          elementwise(node, frame.value(node.input()), output, shortcut, count(node)));
    } else if (operation instanceof Operation.Activate) {
      add("activateForward", node.outputSize(), forwardArguments(node));
    } else if (operation instanceof Operation.Mean) {
      int maps = frame.images() * node.outputSize();
      frame
          .tape()
          .add(Launch.blocks("meanForward", (maps + WARPS - 1) / WARPS, forwardArguments(node)));
    } else if (frame.mode().isTraining()) {
      add("dropForward", node.outputSize(), forwardArguments(node));
    } else {
      frame.same(node.output(), node.input());
    }
  }

  void backward(Node node) {
    Operation operation = node.operation();
    Slot delta = frame.delta(node.output(), node.outputSize());
    if (operation instanceof Operation.Pool pool) {
      add("poolBackward", node.inputSize(), pooling(node, pool, Optional.of(delta.start())));
      return;
    }
    String kernel =
        operation instanceof Operation.Activate
            ? "activateBackward"
            : operation instanceof Operation.Mean ? "meanBackward" : "dropBackward";
    int read = node.function().needsInput() ? node.input() : node.output();
    Slot target = frame.delta(node.input(), node.inputSize());
    Arguments arguments =
        elementwise(
            node,
            frame.value(read),
            target,
            Optional.of(delta.start()),
            (long) frame.images() * node.inputSize());
    add(kernel, node.inputSize(), arguments);
  }

  /**
   * The gradient at a sum goes to both that it is of: to one that others read as well once they
   * have given theirs, to any other at once.
   */
  void backward(Node node, Operation.Add sum) {
    Slot delta = frame.delta(node.output(), node.outputSize());
    for (int input : sum.inputs()) {
      if (!frame.isMoving(input)) {
        continue;
      }
      if (frame.readers(input) > 1) {
        frame.lend(input, delta);
      } else if (frame.mask(input).isEmpty()) {
        frame.sameDelta(input, delta);
      } else {
        Slot own = frame.delta(input, node.outputSize());
        add("addBackward", node.outputSize(), passing(node, input, own, delta, frame.mask(input)));
      }
    }
  }

  /** Adds a gradient to that at a node's input. */
  void accumulate(Node node, Slot gradient, Optional<Slot.Place> mask) {
    Slot sum = frame.delta(node.input(), node.inputSize());
    add("accumulate", node.inputSize(), passing(node, node.input(), sum, gradient, mask));
  }

  private Arguments passing(
      Node node, int value, Slot to, Slot gradient, Optional<Slot.Place> mask) {
    return new Arguments()
        .none()
        .place(to)
        .place(gradient)
        .place(mask)
        .none()
        .none()
        .integers(frame.images() * node.inputSize(), 0)
        .integers(0, frame.maskFunction(value), 0, 0, 0, 0)
        .floats(0);
  }

  private long count(Node node) {
    return (long) frame.images() * node.outputSize();
  }

  private void add(String kernel, int numbersOfImage, Arguments arguments) {
    frame.tape().add(Launch.each(kernel, (long) frame.images() * numbersOfImage, arguments));
  }

  private Arguments forwardArguments(Node node) {
    Slot input = frame.value(node.input());
    Slot output = frame.value(node.output(), node.outputSize());
    return elementwise(node, input, output, Optional.empty(), count(node));
  }

  /** As the structure {@code Elementwise} has them. */
  private Arguments elementwise(
      Node node, Slot x, Slot y, Optional<Slot.Place> gradient, long count) {
    Optional<Operation.Drop> drop =
        node.operation() instanceof Operation.Drop it ? Optional.of(it) : Optional.empty();
    return new Arguments()
        .place(x)
        .place(y)
        .place(gradient)
        .place(gradient.isPresent() ? frame.mask(node.input()) : Optional.empty())
        .place(frame.residents().keys())
        .place(frame.residents().step())
        .integers((int) count, 0)
        .integers(
            node.function().ordinal(),
            frame.maskFunction(node.input()),
            2 * frame.residents().dropouts(),
            2 * drop.map(Operation.Drop::index).orElse(0),
            drop.map(Dropouts::threshold).orElse(0),
            node.from().height() * node.from().width())
        .floats(drop.map(it -> 1 / it.kept()).orElse(1.0));
  }

  /** As the structure {@code Pooling} has them. */
  private Arguments pooling(Node node, Operation.Pool pool, Optional<Slot.Place> delta) {
    Window window = pool.window();
    boolean isForward = delta.isEmpty();
    Optional<Slot.Place> none = Optional.empty();
    Slot output = frame.value(node.output(), node.outputSize());
    return new Arguments()
        .place(isForward ? Optional.of(frame.value(node.input()).start()) : none)
        .place(isForward ? Optional.of(output.start()) : none)
        .place(frame.winners(node.output(), node.outputSize(), 4))
        .place(delta)
        .place(isForward ? none : Optional.of(frame.delta(node.input(), node.inputSize()).start()))
        .place(isForward ? none : frame.mask(node.input()))
        .integers(
            frame.images() * node.from().channels(),
            node.from().height(),
            node.from().width(),
            node.to().height(),
            node.to().width())
        .integers(
            window.height(),
            window.width(),
            window.rowStride(),
            window.columnStride(),
            window.top(),
            window.left(),
            window.rowDilation(),
            window.columnDilation())
        .integers(
            pool.kind() == Operation.Pool.Kind.AVERAGE ? 1 : 0, frame.maskFunction(node.input()));
  }
}
