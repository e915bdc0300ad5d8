package io.catwalk.models.onnx;

import io.catwalk.models.blocks.Extent;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.params.BatchNormalizationParamInitializer;
import org.deeplearning4j.nn.params.DefaultParamInitializer;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Nodes with weights. A convolution's are [out, in, rows, columns] in ONNX and in Deeplearning4j,
 * and both flatten maps channel by channel.
 */
final class WeighedNodes {

  private final Map<String, Tensor> constants;
  private final ImportedLayers layers;
  private long left;

  /**
   * @param constants of the graph, which may still grow
   * @param most numbers that all weights may have together: one tensor may be that of many nodes
   */
  WeighedNodes(Map<String, Tensor> constants, ImportedLayers layers, long most) {
    this.constants = constants;
    this.layers = layers;
    this.left = most;
  }

  private Tensor weights(Operator node, int input, String what) {
    String name = node.input(input).orElseThrow(() -> node.misfit("no " + what));
    Tensor tensor = constants.get(name);
    if (tensor == null) {
      throw node.misfit(
          "its "
              + what
              + ", \""
              + OnnxImportException.shown(name)
              + "\", is no constant of the graph");
    }
    left -= tensor.checkFloats().count();
    if (left < 0) {
      throw node.misfit("takes weights of others over and over; expected each to have its own");
    }
    return tensor;
  }

  private Tensor weights(Operator node, int input, String what, List<Long> dims) {
    Tensor tensor = weights(node, input, what);
    if (!tensor.dims().equals(dims)) {
      throw misfit(node, what, tensor, dims.toString());
    }
    return tensor;
  }

  private static OnnxImportException misfit(
      Operator node, String what, Tensor found, String expected) {
    return node.misfit(
        "its " + what + ", " + found.told() + ", is " + found.shape() + "; expected " + expected);
  }

  /** What it makes of maps. */
  Extent convolve(Operator node, Extent input) {
    node.expect("group", 1);
    Tensor weights = weights(node, 1, "weights");
    List<Long> dims = weights.dims();
    if (dims.size() != 4 || dims.get(1) != input.channels()) {
      throw misfit(node, "weights", weights, "[filters, " + input.channels() + ", rows, columns]");
    }
    int filters = dims.get(0).intValue();
    SlidingWindow window =
        SlidingWindow.of(
            node, Optional.of(new int[] {dims.get(2).intValue(), dims.get(3).intValue()}), input);
    Map<String, Supplier<INDArray>> parameters = new HashMap<>();
    parameters.put(DefaultParamInitializer.WEIGHT_KEY, weights::floats);
    boolean bias = node.input(2).isPresent();
    if (bias) {
      parameters.put(
          DefaultParamInitializer.BIAS_KEY,
          weights(node, 2, "bias", List.of((long) filters))::floats);
    }
    layers.add(
        node,
        new ConvolutionLayer.Builder()
            .kernelSize(window.kernel())
            .stride(window.stride())
            .padding(window.told())
            .dilation(window.dilation())
            .convolutionMode(window.mode())
            .hasBias(bias)
            .nOut(filters)
            .activation(Activation.IDENTITY)
            .build(),
        parameters);
    return window.output(filters);
  }

  /** As after training, with its running statistics. */
  void normalise(Operator node, Extent input) {
    node.expect("training_mode", 0);
    node.expect("spatial", 1);
    float epsilon = node.real("epsilon", 1e-5f);
    float momentum = node.real("momentum", 0.9f);
    if (!(epsilon > 0 && epsilon < 1 && momentum >= 0 && momentum <= 1)) {
      throw node.misfit(
          "attributes epsilon "
              + epsilon
              + " and momentum "
              + momentum
              + "; expected numbers from 0 to 1, epsilon above 0");
    }
    List<Long> dims = List.of((long) input.channels());
    Tensor variance = weights(node, 4, "variance", dims);
    layers.add(
        node,
        new BatchNormalization.Builder().eps(epsilon).decay(momentum).useLogStd(false).build(),
        Map.of(
            BatchNormalizationParamInitializer.GAMMA,
            weights(node, 1, "scale", dims)::floats,
            BatchNormalizationParamInitializer.BETA,
            weights(node, 2, "bias", dims)::floats,
            BatchNormalizationParamInitializer.GLOBAL_MEAN,
            weights(node, 3, "mean", dims)::floats,
            BatchNormalizationParamInitializer.GLOBAL_VAR,
            () -> atLeastZero(node, variance)));
  }

  private static INDArray atLeastZero(Operator node, Tensor variance) {
    INDArray values = variance.floats();
    if (values.minNumber().floatValue() < 0) {
      throw node.misfit("its variance, " + variance.told() + ", holds a number below 0");
    }
    return values;
  }

  /** What it makes of rows. */
  Extent gemm(Operator node, Extent input) {
    node.expect("alpha", 1f);
    node.expect("beta", 1f);
    node.expect("transA", 0);
    boolean transposed = node.integer("transB", 0) != 0;
    return dense(node, input, transposed, node.input(2).isPresent());
  }

  /** What MatMul makes of rows; a bias may follow. */
  Extent product(Operator node, Extent input) {
    return dense(node, input, false, false);
  }

  private Extent dense(Operator node, Extent input, boolean transposed, boolean bias) {
    long in = (long) input.channels() * input.height() * input.width();
    Tensor weights = weights(node, 1, "weights");
    List<Long> dims = weights.dims();
    if (dims.size() != 2 || dims.get(transposed ? 1 : 0) != in) {
      throw misfit(
          node, "weights", weights, transposed ? "[values, " + in + "]" : "[" + in + ", values]");
    }
    int out = dims.get(transposed ? 0 : 1).intValue();
    Map<String, Supplier<INDArray>> parameters = new HashMap<>();
    parameters.put(
        DefaultParamInitializer.WEIGHT_KEY,
        () -> transposed ? weights.floats().transpose() : weights.floats());
    if (bias) {
      parameters.put(DefaultParamInitializer.BIAS_KEY, row(node, 2, out)::floats);
    }
    layers.add(
        node,
        new DenseLayer.Builder().nOut(out).hasBias(bias).activation(Activation.IDENTITY).build(),
        parameters);
    return new Extent(out, 1, 1, true);
  }

  private Tensor row(Operator node, int input, int length) {
    Tensor tensor = weights(node, input, "bias");
    boolean row =
        tensor.dims().equals(List.of((long) length))
            || tensor.dims().equals(List.of(1L, (long) length));
    if (!row) {
      throw misfit(node, "bias", tensor, "[" + length + "]");
    }
    return tensor;
  }

  /** Add, which is known as a bias alone. */
  void bias(Operator node, Extent input, String current) {
    int other = node.input(0).equals(Optional.of(current)) ? 1 : 0;
    if (node.input(other).map(constants::get).isEmpty()) {
      throw node.misfit("adds what two nodes make; branches cannot be imported");
    }
    if (!layers.endsInProduct()) {
      throw node.misfit("expected a bias right behind a MatMul, and nothing else that is added");
    }
    layers.bias(row(node, other, input.channels())::floats);
  }
}
