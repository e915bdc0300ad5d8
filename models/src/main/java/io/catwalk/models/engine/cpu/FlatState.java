package io.catwalk.models.engine.cpu;

import io.catwalk.models.engine.Parameter;
import io.catwalk.models.engine.Plan;
import io.catwalk.models.engine.State;
import org.bytedeco.dnnl.memory;
import org.bytedeco.javacpp.FloatPointer;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Parameters, their gradient and the updaters' state, flattened as DL4J has them. */
final class FlatState {

  private final Plan plan;
  private final Onednn onednn;
  private final FloatPointer parameters;
  private final FloatPointer gradient;
  private final FloatPointer updater;

  FlatState(Plan plan, Onednn onednn) {
    this.plan = plan;
    this.onednn = onednn;
    parameters = numbers(plan.length());
    gradient = numbers(plan.length());
    updater = numbers(plan.stateLength());
  }

  /** oneDNN aligns it. */
  private FloatPointer numbers(long length) {
    return Onednn.floats(onednn.memory(Onednn.plain(Math.max(1, length))));
  }

  FloatPointer parameters() {
    return parameters;
  }

  FloatPointer gradient() {
    return gradient;
  }

  FloatPointer updater() {
    return updater;
  }

  /** A parameter where it lies. */
  memory parameter(int index) {
    return view(parameters, index);
  }

  /** Where a parameter's gradient lies. */
  memory gradient(int index) {
    return view(gradient, index);
  }

  private memory view(FloatPointer numbers, int index) {
    Parameter parameter = plan.parameters().get(index);
    long[] sizes = parameter.shape().stream().mapToLong(Integer::longValue).toArray();
    return onednn.view(at(numbers, parameter.offset()), sizes);
  }

  private static FloatPointer at(FloatPointer numbers, long offset) {
    return numbers.getPointer(offset);
  }

  void write(State from) {
    copy(FloatArrays.pointer(from.parameters()), parameters, plan.length());
    if (plan.stateLength() > 0) {
      copy(FloatArrays.pointer(from.updater()), updater, plan.stateLength());
    }
  }

  void read(State into) {
    copy(parameters, FloatArrays.pointer(into.parameters()), plan.length());
    if (plan.stateLength() > 0) {
      copy(updater, FloatArrays.pointer(into.updater()), plan.stateLength());
    }
  }

  void readGradient(INDArray into) {
    copy(gradient, FloatArrays.pointer(into), plan.length());
  }

  static void copy(FloatPointer from, FloatPointer to, long numbers) {
    Onednn.copy(from, to, numbers * Float.BYTES);
  }
}
