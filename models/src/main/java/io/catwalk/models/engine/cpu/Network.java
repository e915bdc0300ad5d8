package io.catwalk.models.engine.cpu;

import io.catwalk.models.engine.Plan;
import java.nio.FloatBuffer;
import java.util.List;
import org.bytedeco.dnnl.memory;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.PointerScope;

/** A plan's calls for one number of examples, for training or for inference. */
final class Network implements AutoCloseable {

  private final PointerScope owned;
  private final List<Call> forward;
  private final List<Call> backward;
  private final List<String> implementations;
  private final FloatPointer input;
  private final FloatBuffer result;
  private final FloatBuffer atResult;

  private Network(
      PointerScope owned,
      List<Call> forward,
      List<Call> backward,
      List<String> implementations,
      Ends ends) {
    this.owned = owned;
    this.forward = forward;
    this.backward = backward;
    this.implementations = implementations;
    this.input = Onednn.floats(ends.input);
    this.result = Onednn.floats(ends.result).asBuffer();
    this.atResult = Onednn.floats(ends.atResult).asBuffer();
  }

  private record Ends(memory input, memory result, memory atResult) {}

  static Network of(
      Plan plan, int n, boolean training, Onednn onednn, FlatState state, StepState step) {
    try (PointerScope scope = new PointerScope()) {
      Compilation c = new Compilation(plan, n, training, onednn, state, step);
      memory input = c.memory(Onednn.plain(c.sizes(0)));
      c.setValue(0, input);
      List<OperationCalls> operations = plan.operations().stream().map(OperationCalls::of).toList();
      List<Call> forward = c.begin();
      operations.forEach(operation -> operation.forward(c));
      memory value = c.value(plan.result());
      memory result = c.as(value, Onednn.plain(value.get_desc()));
      memory atResult = c.memory(result.get_desc());
      List<Call> backward = c.begin();
      if (training) {
        c.setAtValue(plan.result(), atResult);
        for (int i = operations.size() - 1; i >= 0; i--) {
          operations.get(i).backward(c);
        }
      }
      scope.extend();
      return new Network(
          scope, forward, backward, c.implementations(), new Ends(input, result, atResult));
    }
  }

  /** Where examples are put, in the plain order. */
  FloatPointer input() {
    return input;
  }

  /** Where forward puts its result, in the plain order. */
  FloatBuffer result() {
    return result;
  }

  /** Where backward finds the gradient at the result. */
  FloatBuffer atResult() {
    return atResult;
  }

  void forward() {
    for (Call call : forward) {
      call.run();
    }
  }

  void backward() {
    for (Call call : backward) {
      call.run();
    }
  }

  /** oneDNN's own account of what runs: primitive and implementation. */
  List<String> implementations() {
    return implementations;
  }

  @Override
  public void close() {
    owned.deallocate();
  }
}
