package io.catwalk.models.engine.cpu;

import io.catwalk.models.blocks.ActivationFunction;
import org.bytedeco.dnnl.eltwise_backward;
import org.bytedeco.dnnl.eltwise_forward;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.global.dnnl.algorithm;
import org.bytedeco.dnnl.global.dnnl.prop_kind;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.post_ops;
import org.bytedeco.dnnl.primitive_attr;

/**
 * An activation function: behind another operation or alone. Derivatives are taken from the result,
 * so that what comes in may be overwritten; only functions whose result does not tell it keep it.
 */
final class FunctionCalls {

  private static final float LEAK = 0.01f;

  private final ActivationFunction function;
  private memory kept;
  private memory result;

  FunctionCalls(ActivationFunction function) {
    this.function = function;
  }

  /** What another operation is told so that it applies the function itself, where oneDNN can. */
  primitive_attr attributes() {
    primitive_attr attributes = new primitive_attr();
    if (isFused()) {
      post_ops behind = new post_ops();
      behind.append_eltwise(algorithm().value, alpha(), 0);
      attributes.set_post_ops(behind);
    }
    return attributes;
  }

  private boolean isFused() {
    return function != ActivationFunction.IDENTITY && !function.needsInput();
  }

  /** What becomes of an operation's result that had these {@link #attributes}. */
  memory behind(memory computed, Compilation c) {
    result = function.needsInput() ? forward(computed, c) : computed;
    return result;
  }

  /** Alone. */
  memory forward(memory in, Compilation c) {
    if (function == ActivationFunction.IDENTITY) {
      return in;
    }
    kept = in;
    result = c.memory(in.get_desc());
    if (function == ActivationFunction.SCALED_TANH) {
      c.add(new ScaledTanh(in, result));
      return result;
    }
    eltwise_forward.primitive_desc description = description(in.get_desc(), c);
    c.add(
        description,
        new eltwise_forward(description),
        Arguments.of(dnnl.DNNL_ARG_SRC, in).and(dnnl.DNNL_ARG_DST, result));
    return result;
  }

  private eltwise_forward.primitive_desc description(memory.desc of, Compilation c) {
    return new eltwise_forward.primitive_desc(
        c.onednn().engine(),
        prop_kind.forward_training.value,
        algorithm().value,
        of,
        of,
        alpha(),
        0);
  }

  /** Masks a gradient in place; gives it back, in the layout of the result where there was need. */
  memory backward(memory at, Compilation c) {
    return function == ActivationFunction.IDENTITY ? at : backward(at, result, c);
  }

  /** By a result that another operation computed since. */
  memory backward(memory at, memory result, Compilation c) {
    memory.desc layout = result.get_desc();
    memory arriving = c.as(at, layout);
    memory gradient = c.target(arriving);
    if (function == ActivationFunction.SCALED_TANH) {
      if (gradient != arriving) {
        c.move(arriving, gradient);
      }
      c.add(ScaledTanh.backward(kept, gradient));
      return gradient;
    }
    eltwise_backward.primitive_desc description =
        new eltwise_backward.primitive_desc(
            c.onednn().engine(),
            algorithm().value,
            layout,
            layout,
            layout,
            alpha(),
            0,
            description(layout, c));
    c.add(
        description,
        new eltwise_backward(description),
        Arguments.of(
                function.needsInput() ? dnnl.DNNL_ARG_SRC : dnnl.DNNL_ARG_DST,
                function.needsInput() ? kept : result)
            .and(dnnl.DNNL_ARG_DIFF_DST, arriving)
            .and(dnnl.DNNL_ARG_DIFF_SRC, gradient));
    return gradient;
  }

  private float alpha() {
    return switch (function) {
      case LEAKY_RELU -> LEAK;
      case ELU -> 1;
      case GELU, SWISH -> function.slope();
      default -> 0;
    };
  }

  /** Those whose derivative is taken from the result, where there are two. */
  private algorithm algorithm() {
    return switch (function) {
      case RELU, LEAKY_RELU -> algorithm.eltwise_relu_use_dst_for_bwd;
      case ELU -> algorithm.eltwise_elu_use_dst_for_bwd;
      case TANH -> algorithm.eltwise_tanh_use_dst_for_bwd;
      case SIGMOID -> algorithm.eltwise_logistic_use_dst_for_bwd;
      case GELU, SWISH -> algorithm.eltwise_swish;
      case IDENTITY, SCALED_TANH ->
          throw new IllegalStateException("oneDNN has no algorithm for " + function);
    };
  }
}
