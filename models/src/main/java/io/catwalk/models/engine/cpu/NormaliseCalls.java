package io.catwalk.models.engine.cpu;

import io.catwalk.models.blocks.ActivationFunction;
import io.catwalk.models.engine.Operation;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.bytedeco.dnnl.batch_normalization_backward;
import org.bytedeco.dnnl.batch_normalization_forward;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.global.dnnl.normalization_flags;
import org.bytedeco.dnnl.global.dnnl.prop_kind;
import org.bytedeco.dnnl.memory;

/** Batch normalisation, with relu in it both ways. */
final class NormaliseCalls implements OperationCalls {

  private final Operation.Normalise normalise;
  private memory in;
  private memory mean;
  private memory variance;
  private memory gamma;
  private memory workspace;
  private batch_normalization_forward.primitive_desc description;

  NormaliseCalls(Operation.Normalise normalise) {
    this.normalise = normalise;
  }

  private boolean isRelu() {
    return normalise.function() == ActivationFunction.RELU;
  }

  private int flags(boolean training) {
    return normalization_flags.use_scale.value
        | normalization_flags.use_shift.value
        | (isRelu() ? normalization_flags.fuse_norm_relu.value : 0)
        | (training ? 0 : normalization_flags.use_global_stats.value);
  }

  @Override
  public void forward(Compilation c) {
    in = c.value(normalise.input());
    memory.desc layout = in.get_desc();
    long channels = c.sizes(normalise.input())[1];
    description =
        new batch_normalization_forward.primitive_desc(
            c.onednn().engine(),
            (c.training() ? prop_kind.forward_training : prop_kind.forward_inference).value,
            layout,
            layout,
            (float) normalise.epsilon(),
            flags(c.training()));
    mean = c.memory(Onednn.plain(channels));
    variance = c.memory(Onednn.plain(channels));
    Operation.Scale scale = normalise.scale();
    gamma = scale(c, scale.gamma(), scale.fixedGamma(), channels);
    RunningStatistics running = new RunningStatistics(c, normalise, mean, variance);
    if (!c.training()) {
      c.add(running::recall);
    }
    memory out = c.memory(layout);
    Arguments arguments =
        Arguments.of(dnnl.DNNL_ARG_SRC, in)
            .and(dnnl.DNNL_ARG_MEAN, mean)
            .and(dnnl.DNNL_ARG_VARIANCE, variance)
            .and(dnnl.DNNL_ARG_SCALE, gamma)
            .and(dnnl.DNNL_ARG_SHIFT, scale(c, scale.beta(), scale.fixedBeta(), channels))
            .and(dnnl.DNNL_ARG_DST, out);
    if (isRelu() && c.training()) {
      workspace = c.memory(description.workspace_desc());
      arguments.and(dnnl.DNNL_ARG_WORKSPACE, workspace);
    }
    c.add(description, new batch_normalization_forward(description), arguments);
    if (c.training()) {
      c.add(running::move);
    }
    c.setValue(normalise.output(), out);
  }

  private static memory scale(
      Compilation c, OptionalInt parameter, OptionalDouble fixed, long channels) {
    if (parameter.isPresent()) {
      return c.state().parameter(parameter.getAsInt());
    }
    memory made = c.memory(Onednn.plain(channels));
    for (long i = 0; i < channels; i++) {
      Onednn.floats(made).put(i, (float) fixed.getAsDouble());
    }
    return made;
  }

  @Override
  public void backward(Compilation c) {
    memory.desc layout = in.get_desc();
    memory at = c.as(c.atValue(normalise.output()), layout);
    memory gradient = c.target(at);
    batch_normalization_backward.primitive_desc backward =
        new batch_normalization_backward.primitive_desc(
            c.onednn().engine(),
            prop_kind.backward.value,
            layout,
            layout,
            layout,
            (float) normalise.epsilon(),
            flags(true),
            description);
    Arguments arguments =
        Arguments.of(dnnl.DNNL_ARG_SRC, in)
            .and(dnnl.DNNL_ARG_MEAN, mean)
            .and(dnnl.DNNL_ARG_VARIANCE, variance)
            .and(dnnl.DNNL_ARG_SCALE, gamma)
            .and(dnnl.DNNL_ARG_DIFF_DST, at)
            .and(dnnl.DNNL_ARG_DIFF_SRC, gradient)
            .and(dnnl.DNNL_ARG_DIFF_SCALE, gradient(c, normalise.scale().gamma()))
            .and(dnnl.DNNL_ARG_DIFF_SHIFT, gradient(c, normalise.scale().beta()));
    if (isRelu()) {
      arguments.and(dnnl.DNNL_ARG_WORKSPACE, workspace);
    }
    c.add(backward, new batch_normalization_backward(backward), arguments);
    c.addAtValue(normalise.input(), gradient);
  }

  /** What nobody reads, where the scale is fixed. */
  private memory gradient(Compilation c, OptionalInt parameter) {
    return parameter.isPresent()
        ? c.state().gradient(parameter.getAsInt())
        : c.memory(Onednn.plain(c.sizes(normalise.input())[1]));
  }
}
