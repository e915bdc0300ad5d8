package io.catwalk.models.engine;

import io.catwalk.models.blocks.Extent;
import org.deeplearning4j.nn.conf.ConvolutionMode;

/** DL4J's settings of kernels and pooling windows as {@link Window}s. */
final class Windows {

  private Windows() {}

  static Window of(
      int[] kernel,
      int[] stride,
      int[] padding,
      int[] dilation,
      ConvolutionMode mode,
      Extent input) {
    int rows = padding[0];
    int columns = padding[1];
    if (mode != ConvolutionMode.Same) {
      return new Window(
          kernel[0],
          kernel[1],
          stride[0],
          stride[1],
          rows,
          rows,
          columns,
          columns,
          dilation[0],
          dilation[1]);
    }
    rows = same(input.height(), kernel[0], stride[0], dilation[0]);
    columns = same(input.width(), kernel[1], stride[1], dilation[1]);
    return new Window(
        kernel[0],
        kernel[1],
        stride[0],
        stride[1],
        rows / 2,
        rows - rows / 2,
        columns / 2,
        columns - columns / 2,
        dilation[0],
        dilation[1]);
  }

  /** Padding of both sides together that leaves ⌈size / stride⌉ positions. */
  private static int same(int size, int kernel, int stride, int dilation) {
    int reach = (kernel - 1) * dilation + 1;
    int positions = (size + stride - 1) / stride;
    return Math.max(0, (positions - 1) * stride + reach - size);
  }

  static Extent output(Window window, Extent input, int channels) {
    return new Extent(channels, window.rows(input.height()), window.columns(input.width()), false);
  }

  /** Numbers of an example. */
  static int values(Extent extent) {
    return extent.channels() * extent.height() * extent.width();
  }
}
