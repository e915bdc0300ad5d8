package io.catwalk.models.engine.cpu;

import io.catwalk.models.engine.Operation;
import java.util.List;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.global.dnnl.prop_kind;
import org.bytedeco.dnnl.inner_product_backward_data;
import org.bytedeco.dnnl.inner_product_backward_weights;
import org.bytedeco.dnnl.inner_product_forward;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.primitive_attr;

/**
 * A dense layer with bias and activation function in one. Its weights stay in their flattened
 * order: bringing them into a blocked one costs as much as it saves.
 */
final class DenseCalls implements OperationCalls {

  private final Operation.Dense dense;
  private final FunctionCalls function;
  private memory in;

  DenseCalls(Operation.Dense dense) {
    this.dense = dense;
    this.function = new FunctionCalls(dense.function());
  }

  @Override
  public void forward(Compilation c) {
    in = rows(c, c.value(dense.input()));
    inner_product_forward.primitive_desc description = description(c, function.attributes());
    memory out = c.memory(description.dst_desc());
    Arguments arguments =
        Arguments.of(dnnl.DNNL_ARG_SRC, in)
            .and(dnnl.DNNL_ARG_WEIGHTS, c.state().parameter(dense.weights()))
            .and(dnnl.DNNL_ARG_DST, out);
    dense.bias().ifPresent(bias -> arguments.and(dnnl.DNNL_ARG_BIAS, c.state().parameter(bias)));
    c.add(description, new inner_product_forward(description), arguments);
    c.setValue(dense.output(), function.behind(out, c));
  }

  /** Maps as they flatten: channel by channel. */
  private memory rows(Compilation c, memory value) {
    memory plain = c.as(value, Onednn.plain(value.get_desc()));
    return c.onednn().view(plain, c.n(), c.plan().size(dense.input()));
  }

  private inner_product_forward.primitive_desc description(
      Compilation c, primitive_attr attributes) {
    return new inner_product_forward.primitive_desc(
        c.onednn().engine(),
        (c.training() ? prop_kind.forward_training : prop_kind.forward_inference).value,
        in.get_desc(),
        weights(c),
        bias(c),
        out(c),
        attributes,
        false);
  }

  private memory.desc weights(Compilation c) {
    List<Integer> shape = c.plan().parameters().get(dense.weights()).shape();
    return Onednn.plain(shape.get(0), shape.get(1));
  }

  private memory.desc bias(Compilation c) {
    return dense.bias().isPresent() ? Onednn.plain(c.sizes(dense.output())[1]) : Onednn.none();
  }

  private memory.desc out(Compilation c) {
    return Onednn.plain(c.sizes(dense.output()));
  }

  @Override
  public void backward(Compilation c) {
    memory at = c.as(function.backward(c.atValue(dense.output()), c), out(c));
    inner_product_forward.primitive_desc hint = description(c, new primitive_attr());
    inner_product_backward_weights.primitive_desc description =
        new inner_product_backward_weights.primitive_desc(
            c.onednn().engine(), in.get_desc(), weights(c), bias(c), out(c), hint);
    Arguments arguments =
        Arguments.of(dnnl.DNNL_ARG_SRC, in)
            .and(dnnl.DNNL_ARG_DIFF_DST, at)
            .and(dnnl.DNNL_ARG_DIFF_WEIGHTS, c.state().gradient(dense.weights()));
    dense
        .bias()
        .ifPresent(bias -> arguments.and(dnnl.DNNL_ARG_DIFF_BIAS, c.state().gradient(bias)));
    c.add(description, new inner_product_backward_weights(description), arguments);
    if (!c.isInput(dense.input())) {
      inputBackward(c, at, hint);
    }
  }

  private void inputBackward(Compilation c, memory at, inner_product_forward.primitive_desc hint) {
    inner_product_backward_data.primitive_desc description =
        new inner_product_backward_data.primitive_desc(
            c.onednn().engine(), in.get_desc(), weights(c), out(c), hint);
    memory gradient = c.memory(in.get_desc());
    c.add(
        description,
        new inner_product_backward_data(description),
        Arguments.of(dnnl.DNNL_ARG_DIFF_DST, at)
            .and(dnnl.DNNL_ARG_WEIGHTS, c.state().parameter(dense.weights()))
            .and(dnnl.DNNL_ARG_DIFF_SRC, gradient));
    c.addAtValue(dense.input(), c.onednn().view(gradient, c.sizes(dense.input())));
  }
}
