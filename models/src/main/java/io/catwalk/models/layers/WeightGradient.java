package io.catwalk.models.layers;

import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The gradient of a convolution's weights as a convolution itself, for a layer whose input gradient
 * nobody needs: {@code conv2d_bp} would compute that too.
 *
 * <p>With minibatch and channels exchanged, the maps [in, N, H, W] are convolved with the gradient
 * at the result [out, N, h, w] as the kernel. The layer's stride becomes the kernel's dilation.
 */
final class WeightGradient {

  private WeightGradient() {}

  /** Whether the shapes allow it and it is faster than {@code conv2d_bp}. */
  static boolean pays(INDArray maps, Window window) {
    return maps.size(1) == 1
        && !window.channelsLast()
        && !window.same()
        && !window.dilated()
        && window.stride()[0] == 1
        && window.stride()[1] == 1;
  }

  static void compute(
      INDArray maps, INDArray atResult, INDArray atWeights, Window window, Pass pass) {
    INDArray kernel = pass.copy(atResult.permute(1, 0, 2, 3), ArrayType.BP_WORKING_MEM);
    long[] in = maps.shape();
    long[] out = atWeights.shape();
    Window exchanged =
        new Window(
            new int[] {(int) kernel.size(2), (int) kernel.size(3)},
            window.dilation(),
            window.padding(),
            window.stride(),
            ConvolutionMode.Truncate,
            CNN2DFormat.NCHW);
    pass.kernels()
        .convolve(
            maps.reshape(1, in[0], in[2], in[3]),
            kernel,
            null,
            exchanged,
            atWeights.reshape(1, out[0], out[2], out[3]));
  }
}
