package io.catwalk.models.engine.cpu;

import io.catwalk.models.engine.DropoutMask;
import io.catwalk.models.engine.Operation;
import java.nio.FloatBuffer;
import org.bytedeco.dnnl.binary;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.global.dnnl.algorithm;
import org.bytedeco.dnnl.memory;

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
    multiply(c, in, out);
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

  private void multiply(Compilation c, memory in, memory out) {
    memory.desc layout = in.get_desc();
    binary.primitive_desc description =
        new binary.primitive_desc(
            c.onednn().engine(), algorithm.binary_mul.value, layout, layout, layout);
    c.add(
        description,
        new binary(description),
        Arguments.of(dnnl.DNNL_ARG_SRC_0, in)
            .and(dnnl.DNNL_ARG_SRC_1, mask)
            .and(dnnl.DNNL_ARG_DST, out));
  }

  @Override
  public void backward(Compilation c) {
    memory at = c.as(c.atValue(drop.output()), mask.get_desc());
    multiply(c, at, at);
    c.setAtValue(drop.input(), at);
  }
}
