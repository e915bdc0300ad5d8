package io.catwalk.models.layers;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The native operations that the layers are made of. libnd4j hands them to oneDNN on a CPU and to
 * cuDNN on a GPU. Every result goes to an array of the caller, so that none is allocated outside
 * its workspace.
 */
final class Kernels {

  private Kernels() {}

  /** Cross-correlates maps with weights [out, in, height, width]; {@code bias} may be null. */
  static void convolve(
      INDArray maps, INDArray weights, INDArray bias, Window window, INDArray result) {
    INDArray[] inputs =
        bias == null ? arrays(maps, weights) : arrays(maps, weights, bias.reshape(bias.length()));
    run("conv2d", inputs, arrays(result), window.convolutionArguments());
  }

  /**
   * All gradients of a convolution; {@code bias} and {@code biasGradient} are null without bias.
   */
  static void convolveBackward(
      INDArray maps,
      INDArray weights,
      INDArray bias,
      INDArray resultGradient,
      Window window,
      INDArray mapsGradient,
      INDArray weightsGradient,
      INDArray biasGradient) {
    INDArray[] inputs =
        bias == null
            ? arrays(maps, weights, resultGradient)
            : arrays(maps, weights, bias.reshape(bias.length()), resultGradient);
    INDArray[] outputs =
        biasGradient == null
            ? arrays(mapsGradient, weightsGradient)
            : arrays(mapsGradient, weightsGradient, biasGradient.reshape(biasGradient.length()));
    run("conv2d_bp", inputs, outputs, window.convolutionArguments());
  }

  static void maxPool(INDArray maps, Window window, INDArray result) {
    run("maxpool2d", arrays(maps), arrays(result), window.poolingArguments(0));
  }

  static void maxPoolBackward(
      INDArray maps, INDArray resultGradient, Window window, INDArray mapsGradient) {
    run(
        "maxpool2d_bp",
        arrays(maps, resultGradient),
        arrays(mapsGradient),
        window.poolingArguments(0));
  }

  static void averagePool(INDArray maps, Window window, int divisor, INDArray result) {
    run("avgpool2d", arrays(maps), arrays(result), window.poolingArguments(divisor));
  }

  static void averagePoolBackward(
      INDArray maps, INDArray resultGradient, Window window, int divisor, INDArray mapsGradient) {
    run(
        "avgpool2d_bp",
        arrays(maps, resultGradient),
        arrays(mapsGradient),
        window.poolingArguments(divisor));
  }

  /**
   * Multiplies with broadcast, for example maps [N, C, H, W] with one factor a channel [1, C, 1,
   * 1].
   */
  static void multiply(INDArray left, INDArray right, INDArray result) {
    run("multiply", arrays(left, right), arrays(result));
  }

  static void add(INDArray left, INDArray right, INDArray result) {
    run("add", arrays(left, right), arrays(result));
  }

  static void subtract(INDArray left, INDArray right, INDArray result) {
    run("subtract", arrays(left, right), arrays(result));
  }

  private static void run(String name, INDArray[] inputs, INDArray[] outputs, int... arguments) {
    Nd4j.exec(
        DynamicCustomOp.builder(name)
            .addInputs(inputs)
            .addOutputs(outputs)
            .addIntegerArguments(arguments)
            .build());
  }

  private static INDArray[] arrays(INDArray... arrays) {
    return arrays;
  }
}
