package io.catwalk.models.engine.cpu;

import io.catwalk.models.engine.DropoutMask;
import io.catwalk.models.engine.Operation;
import java.nio.FloatBuffer;
import org.bytedeco.dnnl.global.dnnl.algorithm;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.primitive_attr;

/**
 * Dropout: a product with a mask of zeros and factors, drawn in the plain order once a step and
 * brought into the layout of the value.
 */
final class DropCalls implements OperationCalls {

  private static final int CHUNK = 4096;

  private final Operation.Drop drop;
  private memory mask;

  DropCalls(Operation.Drop drop) {
    this.drop = drop;
  }

  @Override
  public void forward(Compilation c) {
    memory in = c.value(drop.input());
    if (!c.training()) {
      c.setValue(drop.output(), in);
      return;
    }
    memory drawn = c.memory(Onednn.plain(in.get_desc()));
    c.add(draw(c.step(), drawn));
    mask = c.as(drawn, in.get_desc());
    memory out = c.memory(in.get_desc());
    c.add(algorithm.binary_mul.value, in, mask, out, new primitive_attr());
    c.setValue(drop.output(), out);
  }

  private Call draw(StepState step, memory drawn) {
    FloatBuffer into = Onednn.floats(drawn).asBuffer();
    float[] factors = new float[CHUNK];
    return () -> {
      DropoutMask keeping = DropoutMask.of(step.progress(), drop);
      for (int from = 0; from < into.capacity(); from += CHUNK) {
        int count = Math.min(CHUNK, into.capacity() - from);
        for (int i = 0; i < count; i++) {
          factors[i] = keeping.keeps(from + i) ? keeping.scale() : 0;
        }
        into.put(from, factors, 0, count);
      }
    };
  }

  @Override
  public void backward(Compilation c) {
    memory at = c.as(c.atValue(drop.output()), mask.get_desc());
    memory to = c.target(at);
    c.add(algorithm.binary_mul.value, at, mask, to, new primitive_attr());
    c.addAtValue(drop.input(), to);
  }
}
