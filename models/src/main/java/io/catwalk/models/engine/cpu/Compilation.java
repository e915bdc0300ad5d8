package io.catwalk.models.engine.cpu;

import io.catwalk.models.blocks.Extent;
import io.catwalk.models.engine.Operation;
import io.catwalk.models.engine.Plan;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.bytedeco.dnnl.binary;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.global.dnnl.algorithm;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.primitive;
import org.bytedeco.dnnl.primitive_attr;
import org.bytedeco.dnnl.primitive_desc_base;
import org.bytedeco.dnnl.reorder;

/**
 * Makes the calls of a {@link Network}: what the operations share while each asks oneDNN for its
 * primitives. Values keep the layout that the operation that writes them likes.
 */
final class Compilation {

  private final Plan plan;
  private final int n;
  private final boolean training;
  private final Onednn onednn;
  private final FlatState state;
  private final StepState step;
  private final memory[] values;
  private final memory[] atValues;
  private final Set<memory> lent = Collections.newSetFromMap(new IdentityHashMap<>());
  private final List<String> implementations = new ArrayList<>();
  private List<Call> calls = new ArrayList<>();

  /**
   * @param n examples
   * @param training whether a backward pass follows
   */
  Compilation(Plan plan, int n, boolean training, Onednn onednn, FlatState state, StepState step) {
    this.plan = plan;
    this.n = n;
    this.training = training;
    this.onednn = onednn;
    this.state = state;
    this.step = step;
    this.values = new memory[plan.values().size()];
    this.atValues = new memory[plan.values().size()];
  }

  Plan plan() {
    return plan;
  }

  int n() {
    return n;
  }

  boolean training() {
    return training;
  }

  Onednn onednn() {
    return onednn;
  }

  FlatState state() {
    return state;
  }

  StepState step() {
    return step;
  }

  /** What oneDNN calls the implementations that it chose, in the order in which they run. */
  List<String> implementations() {
    return implementations;
  }

  /** Calls are added to a new list from now on. */
  List<Call> begin() {
    calls = new ArrayList<>();
    return calls;
  }

  void add(Call call) {
    calls.add(call);
  }

  /** Adds a primitive, by its description for the account of what runs. */
  void add(primitive_desc_base description, primitive primitive, Arguments arguments) {
    implementations.add(
        primitive.getClass().getSimpleName() + " " + description.impl_info_str().getString());
    add(onednn.call(primitive, arguments));
  }

  memory memory(memory.desc description) {
    return onednn.memory(description);
  }

  /** Sizes of a value of the whole minibatch: [n, values] or [n, channels, height, width]. */
  long[] sizes(int value) {
    Extent extent = plan.values().get(value);
    return extent.flat()
        ? new long[] {n, extent.channels()}
        : new long[] {n, extent.channels(), extent.height(), extent.width()};
  }

  memory value(int index) {
    return values[index];
  }

  void setValue(int index, memory value) {
    values[index] = value;
  }

  /** The gradient at a value; to be overwritten in its {@link #target} alone. */
  memory atValue(int index) {
    return atValues[index];
  }

  /** Where an operation writes that would work in place: not where others still read. */
  memory target(memory gradient) {
    return lent.contains(gradient) ? memory(gradient.get_desc()) : gradient;
  }

  /** More than one will read it. */
  void lend(memory gradient) {
    lent.add(gradient);
  }

  void setAtValue(int index, memory gradient) {
    atValues[index] = gradient;
  }

  /** What one reader of a value gives back: gradients of several are added up. */
  void addAtValue(int index, memory gradient) {
    if (!isInput(index)) {
      atValues[index] = atValues[index] == null ? gradient : sum(gradient, atValues[index]);
    }
  }

  private memory sum(memory gradient, memory before) {
    memory same = as(before, gradient.get_desc());
    boolean isTaken = lent.contains(gradient);
    memory first = isTaken ? same : gradient;
    memory to = target(first);
    add(algorithm.binary_add.value, first, isTaken ? gradient : same, to, new primitive_attr());
    return to;
  }

  /**
   * Adds what two memories of the same layout become number by number.
   *
   * @param to may be the first one
   */
  void add(int algorithm, memory first, memory second, memory to, primitive_attr attributes) {
    memory.desc layout = first.get_desc();
    binary.primitive_desc description =
        new binary.primitive_desc(
            onednn.engine(), algorithm, layout, layout, layout, attributes, false);
    add(
        description,
        new binary(description),
        Arguments.of(dnnl.DNNL_ARG_SRC_0, first)
            .and(dnnl.DNNL_ARG_SRC_1, second)
            .and(dnnl.DNNL_ARG_DST, to));
  }

  /** Whether nobody asks for the gradient at a value: the input's. */
  boolean isInput(int value) {
    return value == 0;
  }

  /**
   * Whether a max pooling alone reads a value, so that it masks relu's gradient where it is
   * smaller.
   */
  boolean isMaxPooled(int value) {
    List<Operation> readers = plan.readers(value);
    return readers.size() == 1
        && readers.get(0) instanceof Operation.Pool pool
        && pool.kind() == Operation.Pool.Kind.MAX;
  }

  /** Whether what reads a value takes it in whatever layout it comes. */
  boolean isPooledOrNormalised(int value) {
    return plan.readers(value).stream()
        .anyMatch(o -> o instanceof Operation.Pool || o instanceof Operation.Normalise);
  }

  /** Numbers in another layout; the same memory where they lie in it already. */
  memory as(memory from, memory.desc wanted) {
    if (from.get_desc().equals(wanted)) {
      return from;
    }
    memory to = memory(wanted);
    move(from, to);
    return to;
  }

  /** Adds a reorder. */
  void move(memory from, memory to) {
    reorder.primitive_desc description =
        new reorder.primitive_desc(
            onednn.engine(), from.get_desc(), onednn.engine(), to.get_desc());
    add(
        description,
        new reorder(description),
        Arguments.of(dnnl.DNNL_ARG_FROM, from).and(dnnl.DNNL_ARG_TO, to));
  }

  /**
   * Where an operation writes what belongs to {@code to}: there itself where the layout fits, else
   * memory of its own, to be moved behind the operation by {@link #deliver}.
   */
  memory outlet(memory to, memory.desc layout) {
    return to.get_desc().equals(layout) ? to : memory(layout);
  }

  /** Moves what an {@link #outlet} got, where it is not there yet. */
  void deliver(memory outlet, memory to) {
    if (outlet != to) {
      move(outlet, to);
    }
  }
}
