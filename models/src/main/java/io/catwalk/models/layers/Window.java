package io.catwalk.models.layers;

import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.util.ConvolutionUtils;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * How a kernel slides over feature maps, for convolution and pooling alike.
 *
 * @param kernel height, width
 * @param stride rows, columns
 * @param padding rows above and below, columns left and right; without meaning in mode {@code Same}
 * @param dilation rows, columns; 1 takes neighbours
 * @param mode what happens at the border
 * @param format order of the maps' axes
 */
record Window(
    int[] kernel,
    int[] stride,
    int[] padding,
    int[] dilation,
    ConvolutionMode mode,
    CNN2DFormat format) {

  /** How libnd4j's {@code conv2d} calls weights of shape [out, in, height, width]. */
  private static final int WEIGHTS_OUT_IN_HEIGHT_WIDTH = 1;

  boolean same() {
    return mode == ConvolutionMode.Same;
  }

  boolean channelsLast() {
    return format == CNN2DFormat.NHWC;
  }

  boolean dilated() {
    return dilation[0] > 1 || dilation[1] > 1;
  }

  int heightAxis() {
    return channelsLast() ? 1 : 2;
  }

  /** The shape of the maps that come out, with so many channels, checked as DL4J checks it. */
  long[] outputShape(INDArray maps, long channels) {
    int[] size =
        ConvolutionUtils.getOutputSize(
            maps, kernel, stride, same() ? null : padding, mode, dilation, format);
    return channelsLast()
        ? new long[] {maps.size(0), size[0], size[1], channels}
        : new long[] {maps.size(0), channels, size[0], size[1]};
  }

  /** Integer arguments of {@code conv2d} and {@code conv2d_bp}. */
  int[] convolutionArguments() {
    return arguments(channelsLast() ? 1 : 0, WEIGHTS_OUT_IN_HEIGHT_WIDTH);
  }

  /**
   * Integer arguments of {@code maxpool2d}, {@code avgpool2d} and their gradients.
   *
   * @param divisor for averages: 0 counts what lies inside the maps, 1 the whole window
   */
  int[] poolingArguments(int divisor) {
    return arguments(divisor, channelsLast() ? 1 : 0);
  }

  private int[] arguments(int ninth, int tenth) {
    return new int[] {
      kernel[0],
      kernel[1],
      stride[0],
      stride[1],
      padding[0],
      padding[1],
      dilation[0],
      dilation[1],
      same() ? 1 : 0,
      ninth,
      tenth
    };
  }
}
