package io.catwalk.models.layers;

import java.lang.ref.Reference;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.bytedeco.javacpp.Pointer;
import org.nd4j.linalg.api.buffer.DataBuffer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.api.ops.OpContext;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOps;
import org.nd4j.nativeblas.NativeOpsHolder;
import org.nd4j.nativeblas.OpaqueContext;

/**
 * Calls of native operations, prepared once and repeated with other arrays: {@code Nd4j.exec(op)}
 * makes a native context for every call and leaves it to the garbage collector. Belongs to one
 * layer, which one thread works on at a time.
 */
final class NativeCalls {

  private final Map<Key, Call> calls = new HashMap<>();

  /** Runs an operation; the caller answers for the shapes of the outputs. */
  void run(String name, INDArray[] inputs, INDArray[] outputs, int... arguments) {
    calls.computeIfAbsent(new Key(name, true, null, arguments), Call::new).run(inputs, outputs);
  }

  /** Runs an operation that takes a number with a fraction. */
  void run(String name, INDArray[] inputs, INDArray[] outputs, Double number) {
    calls.computeIfAbsent(new Key(name, true, number), Call::new).run(inputs, outputs);
  }

  /** Runs an operation as libnd4j itself computes it, without oneDNN or cuDNN. */
  void runPlain(String name, INDArray[] inputs, INDArray[] outputs, int... arguments) {
    calls.computeIfAbsent(new Key(name, false, null, arguments), Call::new).run(inputs, outputs);
  }

  private record Key(String name, boolean accelerated, Double number, int... arguments) {
    @Override
    public boolean equals(Object other) {
      return other instanceof Key
          && name.equals(((Key) other).name)
          && accelerated == ((Key) other).accelerated
          && Objects.equals(number, ((Key) other).number)
          && Arrays.equals(arguments, ((Key) other).arguments);
    }

    @Override
    public int hashCode() {
      return 31 * name.hashCode() + Arrays.hashCode(arguments);
    }
  }

  private static final class Call {

    private final DynamicCustomOp operation;
    private final long hash;
    private final boolean accelerated;
    private final MovablePointer view = new MovablePointer();
    private OpContext context;
    private Thread owner;

    Call(Key key) {
      accelerated = key.accelerated();
      operation = DynamicCustomOp.builder(key.name()).addIntegerArguments(key.arguments()).build();
      if (key.number() != null) {
        operation.addTArgument(key.number());
      }
      hash = operation.opHash();
    }

    void run(INDArray[] inputs, INDArray[] outputs) {
      prepareContext();
      try {
        if (NativeCheck.suffices()) {
          NativeCheck.usable(operation.opName(), inputs);
          NativeCheck.usable(operation.opName(), outputs);
          runDirectly(inputs, outputs);
        } else {
          runByExecutioner(inputs, outputs);
        }
      } finally {
        context.purge();
      }
    }

    /** What the executioner for CPUs does, without its lists of arrays and copies of pointers. */
    private void runDirectly(INDArray[] inputs, INDArray[] outputs) {
      NativeOps natives = NativeOpsHolder.getInstance().getDeviceNativeOps();
      OpaqueContext opaque = (OpaqueContext) context.contextPointer();
      for (int i = 0; i < inputs.length; i++) {
        natives.setGraphContextInputArray(
            opaque, i, values(inputs[i].data()), shape(inputs[i]), null, null);
      }
      for (int i = 0; i < outputs.length; i++) {
        natives.setGraphContextOutputArray(
            opaque, i, values(outputs[i].data()), shape(outputs[i]), null, null);
      }
      int status = natives.execCustomOp2(null, hash, opaque);
      Reference.reachabilityFence(inputs);
      Reference.reachabilityFence(outputs);
      if (status != 0) {
        throw new IllegalStateException(
            operation.opName()
                + " of "
                + Arrays.stream(inputs).map(array -> Arrays.toString(array.shape())).toList()
                + " failed: "
                + natives.lastErrorMessage());
      }
    }

    private Pointer values(DataBuffer buffer) {
      DataBuffer whole = buffer.underlyingDataBuffer();
      return whole == null || whole == buffer ? buffer.pointer() : view.at(buffer);
    }

    private static Pointer shape(INDArray array) {
      return array.shapeInfoDataBuffer().pointer();
    }

    private void runByExecutioner(INDArray[] inputs, INDArray[] outputs) {
      // The CUDA executioner reads the operation's arrays, the native side the context's.
      operation.clearArrays();
      operation.addInputArgument(inputs);
      operation.addOutputArgument(outputs);
      context.setInputArrays(inputs);
      context.setOutputArrays(outputs);
      try {
        Nd4j.exec(operation, context);
      } finally {
        operation.clearArrays();
      }
    }

    /** A context knows the device and stream of the thread that made it. */
    private void prepareContext() {
      if (owner != Thread.currentThread()) {
        context = Nd4j.getExecutioner().buildContext();
        context.setIArguments(operation.iArgs());
        context.setTArguments(operation.tArgs());
        context.shapeFunctionOverride(true);
        context.allowHelpers(accelerated);
        owner = Thread.currentThread();
      }
    }
  }
}
