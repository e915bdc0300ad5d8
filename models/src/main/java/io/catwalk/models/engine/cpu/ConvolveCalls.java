package io.catwalk.models.engine.cpu;

import io.catwalk.models.blocks.ActivationFunction;
import io.catwalk.models.engine.Operation;
import io.catwalk.models.engine.Window;
import org.bytedeco.dnnl.convolution_backward_data;
import org.bytedeco.dnnl.convolution_backward_weights;
import org.bytedeco.dnnl.convolution_forward;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.global.dnnl.algorithm;
import org.bytedeco.dnnl.global.dnnl.prop_kind;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.primitive_attr;

/** A convolution with bias and activation function in one. */
final class ConvolveCalls implements OperationCalls {

  private static final int ALGORITHM = algorithm.convolution_direct.value;

  private final Operation.Convolve convolve;
  private final FunctionCalls function;
  private final long[] strides;
  private final long[] dilations;
  private final long[] before;
  private final long[] behind;
  private memory in;

  ConvolveCalls(Operation.Convolve convolve) {
    this.convolve = convolve;
    this.function = new FunctionCalls(convolve.function());
    Window window = convolve.window();
    strides = new long[] {window.rowStride(), window.columnStride()};
    // oneDNN counts the cells left out.
    dilations = new long[] {window.rowDilation() - 1, window.columnDilation() - 1};
    before = new long[] {window.top(), window.left()};
    behind = new long[] {window.bottom(), window.right()};
  }

  @Override
  public void forward(Compilation c) {
    convolution_forward.primitive_desc description = description(c, function.attributes());
    in = c.as(c.value(convolve.input()), description.src_desc());
    memory weights = c.as(c.state().parameter(convolve.weights()), description.weights_desc());
    memory out = c.memory(description.dst_desc());
    Arguments arguments =
        Arguments.of(dnnl.DNNL_ARG_SRC, in)
            .and(dnnl.DNNL_ARG_WEIGHTS, weights)
            .and(dnnl.DNNL_ARG_DST, out);
    convolve.bias().ifPresent(bias -> arguments.and(dnnl.DNNL_ARG_BIAS, c.state().parameter(bias)));
    c.add(description, new convolution_forward(description), arguments);
    c.setValue(convolve.output(), function.behind(inBlocks(out, c), c));
  }

  /**
   * For few channels AVX2 has but a kernel that leaves plain maps, which pooling and normalisation
   * read by code without vectors.
   */
  private memory inBlocks(memory maps, Compilation c) {
    memory.desc layout = maps.get_desc();
    return Onednn.isPlain(layout) && c.isPooledOrNormalised(convolve.output())
        ? c.as(maps, Onednn.blocked(layout))
        : maps;
  }

  private convolution_forward.primitive_desc description(Compilation c, primitive_attr attributes) {
    return new convolution_forward.primitive_desc(
        c.onednn().engine(),
        (c.training() ? prop_kind.forward_training : prop_kind.forward_inference).value,
        ALGORITHM,
        source(c),
        weights(c),
        bias(c),
        Onednn.any(c.sizes(convolve.output())),
        strides,
        dilations,
        before,
        behind,
        attributes,
        false);
  }

  /** Images stay as they come: there is a kernel for few channels in the plain layout. */
  private memory.desc source(Compilation c) {
    long[] sizes = c.sizes(convolve.input());
    return c.isInput(convolve.input()) ? Onednn.plain(sizes) : Onednn.any(sizes);
  }

  private memory.desc weights(Compilation c) {
    Window window = convolve.window();
    return Onednn.any(
        c.sizes(convolve.output())[1],
        c.sizes(convolve.input())[1],
        window.height(),
        window.width());
  }

  private memory.desc bias(Compilation c) {
    return convolve.bias().isPresent()
        ? Onednn.plain(c.sizes(convolve.output())[1])
        : Onednn.none();
  }

  @Override
  public void backward(Compilation c) {
    memory at = c.atValue(convolve.output());
    boolean maskedAlready =
        convolve.function() == ActivationFunction.RELU && c.isMaxPooled(convolve.output());
    memory atSum = maskedAlready ? at : function.backward(at, c);
    convolution_forward.primitive_desc hint = description(c, new primitive_attr());
    weightsBackward(c, atSum, hint);
    if (!c.isInput(convolve.input())) {
      inputBackward(c, atSum, hint);
    }
  }

  private void weightsBackward(Compilation c, memory at, convolution_forward.primitive_desc hint) {
    convolution_backward_weights.primitive_desc description =
        new convolution_backward_weights.primitive_desc(
            c.onednn().engine(),
            ALGORITHM,
            source(c),
            weights(c),
            bias(c),
            Onednn.any(c.sizes(convolve.output())),
            strides,
            dilations,
            before,
            behind,
            hint);
    memory source = c.as(in, description.src_desc());
    memory arriving = c.as(at, description.diff_dst_desc());
    memory gradient = c.state().gradient(convolve.weights());
    memory outlet = c.outlet(gradient, description.diff_weights_desc());
    Arguments arguments =
        Arguments.of(dnnl.DNNL_ARG_SRC, source)
            .and(dnnl.DNNL_ARG_DIFF_DST, arriving)
            .and(dnnl.DNNL_ARG_DIFF_WEIGHTS, outlet);
    convolve
        .bias()
        .ifPresent(bias -> arguments.and(dnnl.DNNL_ARG_DIFF_BIAS, c.state().gradient(bias)));
    c.add(description, new convolution_backward_weights(description), arguments);
    c.deliver(outlet, gradient);
  }

  private void inputBackward(Compilation c, memory at, convolution_forward.primitive_desc hint) {
    convolution_backward_data.primitive_desc description =
        new convolution_backward_data.primitive_desc(
            c.onednn().engine(),
            ALGORITHM,
            source(c),
            weights(c),
            Onednn.any(c.sizes(convolve.output())),
            strides,
            dilations,
            before,
            behind,
            hint);
    memory weights = c.as(c.state().parameter(convolve.weights()), description.weights_desc());
    memory arriving = c.as(at, description.diff_dst_desc());
    memory gradient = c.memory(description.diff_src_desc());
    c.add(
        description,
        new convolution_backward_data(description),
        Arguments.of(dnnl.DNNL_ARG_DIFF_DST, arriving)
            .and(dnnl.DNNL_ARG_WEIGHTS, weights)
            .and(dnnl.DNNL_ARG_DIFF_SRC, gradient));
    c.addAtValue(convolve.input(), gradient);
  }
}
