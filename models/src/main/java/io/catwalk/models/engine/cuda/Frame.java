package io.catwalk.models.engine.cuda;

import io.catwalk.models.blocks.ActivationFunction;
import io.catwalk.models.engine.Plan;
import io.catwalk.models.engine.cuda.Lowering.Mode;
import io.catwalk.models.engine.cuda.driver.Slot;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

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
  private final Map<Integer, Integer> readers = new HashMap<>();
  private final Map<Integer, List<Slot>> lent = new HashMap<>();
  private final Set<Integer> moving = new HashSet<>();

  Frame(Plan plan, List<Node> nodes, int images, Mode mode, Residents residents) {
    this.plan = plan;
    this.images = images;
    this.mode = mode;
    this.residents = residents;
    reordering = new Reordering(plan);
    for (Node node : nodes) {
      producers.put(node.output(), node);
      node.inputs().forEach(input -> readers.merge(input, 1, Integer::sum));
      if (node.isTrained() || node.inputs().stream().anyMatch(moving::contains)) {
        moving.add(node.output());
      }
    }
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
   * Forgets where the gradient at a value lies, so that the next reader gets a place of its own.
   */
  Optional<Slot> takeDelta(int index) {
    return Optional.ofNullable(deltas.remove(index));
  }

  /** The gradient at a value is that at another one. */
  void sameDelta(int index, Slot delta) {
    deltas.put(index, delta);
  }

  /** A gradient that is still to be added to that at a value. */
  void lend(int index, Slot delta) {
    lent.computeIfAbsent(index, i -> new ArrayList<>()).add(delta);
  }

  /** All that were lent to a value, once. */
  List<Slot> takeLent(int index) {
    List<Slot> all = lent.remove(index);
    return all == null ? List.of() : all;
  }

  /** Nodes that read a value. */
  int readers(int index) {
    return readers.getOrDefault(index, 0);
  }

  /** Whether anything that makes a value is trained, so that the gradient at it is wanted. */
  boolean isMoving(int index) {
    return moving.contains(index);
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
