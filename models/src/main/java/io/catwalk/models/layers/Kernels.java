package io.catwalk.models.layers;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The native operations that the layers are made of. libnd4j hands them to oneDNN on a CPU and to
 * cuDNN on a GPU. Every result goes to an array of the caller, so that none is allocated outside
 * its workspace. Belongs to one layer.
 */
final class Kernels {

  private static final Double RELU_THRESHOLD = 0.0;

  private final NativeCalls calls = new NativeCalls();

  /** Cross-correlates maps with weights [out, in, height, width]; {@code bias} may be null. */
  void convolve(INDArray maps, INDArray weights, INDArray bias, Window window, INDArray result) {
    INDArray[] inputs = bias == null ? arrays(maps, weights) : arrays(maps, weights, flat(bias));
    runConvolution("conv2d", inputs, arrays(result), window);
  }

  /**
   * All gradients of a convolution; {@code bias} and {@code biasGradient} are null without bias.
   */
  void convolveBackward(
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
            : arrays(maps, weights, flat(bias), resultGradient);
    INDArray[] outputs =
        biasGradient == null
            ? arrays(mapsGradient, weightsGradient)
            : arrays(mapsGradient, weightsGradient, flat(biasGradient));
    runConvolution("conv2d_bp", inputs, outputs, window);
  }

  private void runConvolution(String name, INDArray[] inputs, INDArray[] outputs, Window window) {
    if (window.dilated()) {
      // libnd4j 1.0.0-M2.1 tells oneDNN a padding that forgets the dilation, and oneDNN refuses.
      calls.runPlain(name, inputs, outputs, window.convolutionArguments());
    } else {
      calls.run(name, inputs, outputs, window.convolutionArguments());
    }
  }

  void maxPool(INDArray maps, Window window, INDArray result) {
    calls.run("maxpool2d", arrays(maps), arrays(result), window.poolingArguments(0));
  }

  void maxPoolBackward(
      INDArray maps, INDArray resultGradient, Window window, INDArray mapsGradient) {
    calls.run(
        "maxpool2d_bp",
        arrays(maps, resultGradient),
        arrays(mapsGradient),
        window.poolingArguments(0));
  }

  void averagePool(INDArray maps, Window window, int divisor, INDArray result) {
    calls.run("avgpool2d", arrays(maps), arrays(result), window.poolingArguments(divisor));
  }

  void averagePoolBackward(
      INDArray maps, INDArray resultGradient, Window window, int divisor, INDArray mapsGradient) {
    calls.run(
        "avgpool2d_bp",
        arrays(maps, resultGradient),
        arrays(mapsGradient),
        window.poolingArguments(divisor));
  }

  /** The product of two matrices, either of which may be taken transposed. */
  void matrixProduct(
      INDArray left, boolean transposeLeft, INDArray right, boolean transposeRight, INDArray z) {
    calls.run(
        "matmul", arrays(left, right), arrays(z), transposeLeft ? 1 : 0, transposeRight ? 1 : 0, 0);
  }

  /** Adds a vector to every row. */
  void addBias(INDArray rows, INDArray bias, INDArray result) {
    calls.run("biasadd", arrays(rows, flat(bias)), arrays(result));
  }

  void sumRows(INDArray rows, INDArray sum) {
    calls.run("reduce_sum", arrays(rows), arrays(flat(sum)), 0);
  }

  /**
   * Multiplies with broadcast, for example maps [N, C, H, W] with one factor a channel [1, C, 1,
   * 1].
   */
  void multiply(INDArray left, INDArray right, INDArray result) {
    calls.run("multiply", arrays(left, right), arrays(result));
  }

  void add(INDArray left, INDArray right, INDArray result) {
    calls.run("add", arrays(left, right), arrays(result));
  }

  void subtract(INDArray left, INDArray right, INDArray result) {
    calls.run("subtract", arrays(left, right), arrays(result));
  }

  /** max(0, x). */
  void relu(INDArray values, INDArray result) {
    calls.run("relu", arrays(values), arrays(result), RELU_THRESHOLD);
  }

  /** Of every row. */
  void softmax(INDArray rows, INDArray result) {
    calls.run("softmax", arrays(rows), arrays(result), -1);
  }

  private static INDArray flat(INDArray bias) {
    return bias.rank() == 1 ? bias : bias.reshape(bias.length());
  }

  private static INDArray[] arrays(INDArray... arrays) {
    return arrays;
  }
}
