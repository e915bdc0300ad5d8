package io.catwalk.models.engine.cuda;

import io.catwalk.models.blocks.ActivationFunction;
import io.catwalk.models.engine.Plan;
import io.catwalk.models.engine.cuda.Lowering.Mode;
import io.catwalk.models.engine.cuda.driver.Slot;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** What all parts of one program share: its tape, and where its values and gradients lie. */
final class Frame {

  private final Plan plan;
  private final int images;
  private final Mode mode;
  private final Residents residents;
  private final Tape tape = new Tape();
  private final Reordering reordering;
  private final Map<Integer, Slot> values = new HashMap<>();
  private final Map<Integer, Slot> deltas = new HashMap<>();
  private final Map<Integer, Slot> winners = new HashMap<>();
  private final Map<Integer, Node> producers = new HashMap<>();

  Frame(Plan plan, List<Node> nodes, int images, Mode mode, Residents residents) {
    this.plan = plan;
    this.images = images;
    this.mode = mode;
    this.residents = residents;
    reordering = new Reordering(plan);
    nodes.forEach(node -> producers.put(node.output(), node));
  }

  Plan plan() {
    return plan;
  }

  int images() {
    return images;
  }

  Mode mode() {
    return mode;
  }

  Residents residents() {
    return residents;
  }

  Tape tape() {
    return tape;
  }

  /** Adds what has to be done before the first layer. */
  void begin() {
    reordering.launch(tape, residents);
  }

  /** A convolution's weights with the channels last. */
  Slot.Place reordered(int parameter) {
    return reordering.of(parameter);
  }

  /** A new value of so many numbers for each image. */
  Slot value(int index, int size) {
    return values.computeIfAbsent(index, i -> Slot.scratch(4L * images * size));
  }

  /** A value that was written before. */
  Slot value(int index) {
    return values.get(index);
  }

  /** Two values that are the same. */
  void same(int index, int as) {
    values.put(index, values.get(as));
  }

  /** The gradient at a value, of so many numbers for each image. */
  Slot delta(int index, int size) {
    return deltas.computeIfAbsent(index, i -> Slot.scratch(4L * images * size));
  }

  /**
   * Which of its windows' numbers a pooled value has, 1 byte each unless {@code bytes} says more.
   */
  Slot winners(int index, int size, int bytes) {
    return winners.computeIfAbsent(index, i -> Slot.scratch((long) bytes * images * size));
  }

  /** What the gradient at a value is multiplied by the derivative of: the value itself. */
  Optional<Slot.Place> mask(int index) {
    Node producer = producers.get(index);
    return producer != null && producer.isMasked()
        ? Optional.of(values.get(index).start())
        : Optional.empty();
  }

  int maskFunction(int index) {
    Node producer = producers.get(index);
    return (producer == null ? ActivationFunction.IDENTITY : producer.function()).ordinal();
  }

  Slot.Place parameter(int index) {
    return residents.parameters().from(plan.parameters().get(index).offset());
  }

  Optional<Slot.Place> parameter(OptionalInt index) {
    return index.isPresent() ? Optional.of(parameter(index.getAsInt())) : Optional.empty();
  }

  Slot.Place gradient(int index) {
    return residents.gradient().from(plan.parameters().get(index).offset());
  }

  Optional<Slot.Place> gradient(OptionalInt index) {
    return index.isPresent() ? Optional.of(gradient(index.getAsInt())) : Optional.empty();
  }
}
