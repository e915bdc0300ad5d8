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
  private final VectorViews vectors = new VectorViews();

  /** Cross-correlates maps with weights [out, in, height, width]; {@code bias} may be null. */
  void convolve(INDArray maps, INDArray weights, INDArray bias, Window window, INDArray result) {
    INDArray[] inputs =
        bias == null ? arrays(maps, weights) : arrays(maps, weights, vectors.of(bias));
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
            : arrays(maps, weights, vectors.of(bias), resultGradient);
    INDArray[] outputs =
        biasGradient == null
            ? arrays(mapsGradient, weightsGradient)
            : arrays(mapsGradient, weightsGradient, vectors.of(biasGradient));
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
    pool("maxpool2d", maps, window, 0, result);
  }

  void maxPoolBackward(
      INDArray maps, INDArray resultGradient, Window window, INDArray mapsGradient) {
    poolBackward("maxpool2d_bp", maps, resultGradient, window, 0, mapsGradient);
  }

  void averagePool(INDArray maps, Window window, int divisor, INDArray result) {
    pool("avgpool2d", maps, window, divisor, result);
  }

  void averagePoolBackward(
      INDArray maps, INDArray resultGradient, Window window, int divisor, INDArray mapsGradient) {
    poolBackward("avgpool2d_bp", maps, resultGradient, window, divisor, mapsGradient);
  }

  private void pool(String name, INDArray maps, Window window, int divisor, INDArray result) {
    int strips = Strips.count(maps, window);
    calls.run(
        name,
        arrays(Strips.cut(maps, strips)),
        arrays(Strips.cut(result, strips)),
        window.poolingArguments(divisor));
  }

  private void poolBackward(
      String name,
      INDArray maps,
      INDArray resultGradient,
      Window window,
      int divisor,
      INDArray mapsGradient) {
    int strips = Strips.count(maps, window);
    calls.run(
        name,
        arrays(Strips.cut(maps, strips), Strips.cut(resultGradient, strips)),
        arrays(Strips.cut(mapsGradient, strips)),
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
    calls.run("biasadd", arrays(rows, vectors.of(bias)), arrays(result));
  }

  void sumRows(INDArray rows, INDArray sum) {
    calls.run("reduce_sum", arrays(rows), arrays(vectors.of(sum)), 0);
  }

  /**
   * Multiplies with broadcast, for example maps [N, C, H, W] with one factor a channel [1, C, 1,
   * 1].
   */
  void multiply(INDArray left, INDArray right, INDArray result) {
    combine("multiply", left, right, result);
  }

  void add(INDArray left, INDArray right, INDArray result) {
    combine("add", left, right, result);
  }

  void subtract(INDArray left, INDArray right, INDArray result) {
    combine("subtract", left, right, result);
  }

  /** Channels' numbers go over maps twice as fast where a map is one row. */
  private void combine(String name, INDArray left, INDArray right, INDArray result) {
    boolean perChannel = right.rank() == 4 && right.size(1) == right.length();
    if (perChannel && left.length() > right.length()) {
      calls.run(name, arrays(mapsAsRows(left), mapsAsRows(right)), arrays(mapsAsRows(result)));
    } else {
      calls.run(name, arrays(left, right), arrays(result));
    }
  }

  private static INDArray mapsAsRows(INDArray maps) {
    return maps.reshape('c', maps.size(0), maps.size(1), maps.size(2) * maps.size(3));
  }

  /** max(0, x). */
  void relu(INDArray values, INDArray result) {
    calls.run("relu", arrays(values), arrays(result), RELU_THRESHOLD);
  }

  /** Of every row. */
  void softmax(INDArray rows, INDArray result) {
    calls.run("softmax", arrays(rows), arrays(result), -1);
  }

  private static INDArray[] arrays(INDArray... arrays) {
    return arrays;
  }
}
