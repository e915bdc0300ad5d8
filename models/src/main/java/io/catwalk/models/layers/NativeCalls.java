package io.catwalk.models.layers;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.api.ops.OpContext;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Calls of native operations, prepared once and repeated with other arrays: {@code Nd4j.exec(op)}
 * makes a native context for every call and leaves it to the garbage collector. Belongs to one
 * layer, which one thread works on at a time.
 */
final class NativeCalls {

  private final Map<Key, Call> calls = new HashMap<>();

  /** Runs an operation; the caller answers for the shapes of the outputs. */
  void run(String name, INDArray[] inputs, INDArray[] outputs, int... arguments) {
    calls.computeIfAbsent(new Key(name, true, arguments), Call::new).run(inputs, outputs);
  }

  /** Runs an operation as libnd4j itself computes it, without oneDNN or cuDNN. */
  void runPlain(String name, INDArray[] inputs, INDArray[] outputs, int... arguments) {
    calls.computeIfAbsent(new Key(name, false, arguments), Call::new).run(inputs, outputs);
  }

  private record Key(String name, boolean accelerated, int[] arguments) {
    @Override
    public boolean equals(Object other) {
      return other instanceof Key
          && name.equals(((Key) other).name)
          && accelerated == ((Key) other).accelerated
          && Arrays.equals(arguments, ((Key) other).arguments);
    }

    @Override
    public int hashCode() {
      return Objects.hash(name, accelerated, Arrays.hashCode(arguments));
    }
  }

  private static final class Call {

    private final DynamicCustomOp operation;
    private final boolean accelerated;
    private OpContext context;
    private Thread owner;

    Call(Key key) {
      accelerated = key.accelerated();
      operation = DynamicCustomOp.builder(key.name()).addIntegerArguments(key.arguments()).build();
    }

    void run(INDArray[] inputs, INDArray[] outputs) {
      prepareContext();
      // The CUDA executioner reads the operation's arrays, the native side the context's.
      operation.clearArrays();
      operation.addInputArgument(inputs);
      operation.addOutputArgument(outputs);
      context.setInputArrays(inputs);
      context.setOutputArrays(outputs);
      try {
        Nd4j.exec(operation, context);
      } finally {
        context.purge();
        operation.clearArrays();
      }
    }

    /** A context knows the device and stream of the thread that made it. */
    private void prepareContext() {
      if (owner != Thread.currentThread()) {
        context = Nd4j.getExecutioner().buildContext();
        context.setIArguments(operation.iArgs());
        context.shapeFunctionOverride(true);
        context.allowHelpers(accelerated);
        owner = Thread.currentThread();
      }
    }
  }
}
