package io.catwalk.models.engine.cpu;

import io.catwalk.models.blocks.ActivationFunction;
import io.catwalk.models.engine.Operation;
import io.catwalk.models.engine.Window;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.global.dnnl.algorithm;
import org.bytedeco.dnnl.global.dnnl.prop_kind;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.pooling_backward;
import org.bytedeco.dnnl.pooling_forward;

/**
 * Pooling. Behind a convolution with relu it masks relu's gradient too, where there are fewer
 * numbers: a window whose largest value is above 0 has it from where relu let it through.
 */
final class PoolCalls implements OperationCalls {

  private final int input;
  private final int output;
  private final boolean max;
  private final int kind;
  private final long[] kernel;
  private final long[] strides;
  private final long[] dilations;
  private final long[] before;
  private final long[] behind;
  private memory in;
  private memory out;
  private memory workspace;
  private pooling_forward.primitive_desc description;

  PoolCalls(int input, int output, Operation.Pool.Kind kind, Window window) {
    this.input = input;
    this.output = output;
    max = kind == Operation.Pool.Kind.MAX;
    this.kind = (max ? algorithm.pooling_max : algorithm.pooling_avg_exclude_padding).value;
    kernel = new long[] {window.height(), window.width()};
    strides = new long[] {window.rowStride(), window.columnStride()};
    // oneDNN counts the cells left out.
    dilations = new long[] {window.rowDilation() - 1, window.columnDilation() - 1};
    before = new long[] {window.top(), window.left()};
    behind = new long[] {window.bottom(), window.right()};
  }

  @Override
  public void forward(Compilation c) {
    in = c.value(input);
    description =
        new pooling_forward.primitive_desc(
            c.onednn().engine(),
            (c.training() ? prop_kind.forward_training : prop_kind.forward_inference).value,
            kind,
            in.get_desc(),
            Onednn.any(sizes(c)),
            strides,
            kernel,
            dilations,
            before,
            behind);
    out = c.memory(description.dst_desc());
    Arguments arguments = Arguments.of(dnnl.DNNL_ARG_SRC, in).and(dnnl.DNNL_ARG_DST, out);
    if (max && c.training()) {
      workspace = c.memory(description.workspace_desc());
      arguments.and(dnnl.DNNL_ARG_WORKSPACE, workspace);
    }
    c.add(description, new pooling_forward(description), arguments);
    c.setValue(output, out);
  }

  private long[] sizes(Compilation c) {
    long[] sizes = c.sizes(output);
    return sizes.length == 4 ? sizes : new long[] {sizes[0], sizes[1], 1, 1};
  }

  @Override
  public void backward(Compilation c) {
    if (c.isInput(input)) {
      return;
    }
    memory arriving = c.atValue(output);
    if (max && isRelu(c)) {
      arriving = new FunctionCalls(ActivationFunction.RELU).backward(arriving, out, c);
    }
    memory at = c.as(arriving, description.dst_desc());
    pooling_backward.primitive_desc backward =
        new pooling_backward.primitive_desc(
            c.onednn().engine(),
            kind,
            in.get_desc(),
            description.dst_desc(),
            strides,
            kernel,
            dilations,
            before,
            behind,
            description);
    memory gradient = c.memory(in.get_desc());
    Arguments arguments =
        Arguments.of(dnnl.DNNL_ARG_DIFF_DST, at).and(dnnl.DNNL_ARG_DIFF_SRC, gradient);
    if (max) {
      arguments.and(dnnl.DNNL_ARG_WORKSPACE, workspace);
    }
    c.add(backward, new pooling_backward(backward), arguments);
    c.addAtValue(input, gradient);
  }

  /** Whether the convolution before leaves its mask to this. */
  private boolean isRelu(Compilation c) {
    return c.isMaxPooled(input)
        && c.plan().operations().stream()
            .anyMatch(
                o ->
                    o.output() == input
                        && o instanceof Operation.Convolve convolve
                        && convolve.function() == ActivationFunction.RELU);
  }
}
