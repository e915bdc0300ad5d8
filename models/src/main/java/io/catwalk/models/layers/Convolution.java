package io.catwalk.models.layers;

import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.nd4j.linalg.activations.Activation;

/**
 * What one convolution of a network does.
 *
 * @param filters feature maps that come out, at least 1
 * @param kernel height and width of the kernel, at least 1
 * @param stride rows and columns from one position to the next, at least 1
 * @param padding zeros on every side, at least 0; without meaning for {@code same}
 * @param same pad so that stride 1 keeps height and width
 * @param dilation distance of the kernel's cells, 1 for neighbours
 * @param bias whether every filter has a bias
 * @param activation the function behind it
 */
public record Convolution(
    int filters,
    int kernel,
    int stride,
    int padding,
    boolean same,
    int dilation,
    boolean bias,
    Activation activation) {

  public Convolution {
    atLeast(1, "filters", filters);
    atLeast(1, "kernel", kernel);
    atLeast(1, "stride", stride);
    atLeast(0, "padding", padding);
    atLeast(1, "dilation", dilation);
  }

  private static void atLeast(int least, String what, int found) {
    if (found < least) {
      throw new IllegalArgumentException(
          "expected " + what + " of at least " + least + ", found " + found);
    }
  }

  /** Stride 1, no padding, with bias, no activation. */
  public static Convolution of(int filters, int kernel) {
    return new Convolution(filters, kernel, 1, 0, false, 1, true, Activation.IDENTITY);
  }

  public Convolution withStride(int stride) {
    return new Convolution(filters, kernel, stride, padding, same, dilation, bias, activation);
  }

  public Convolution withPadding(int padding) {
    return new Convolution(filters, kernel, stride, padding, same, dilation, bias, activation);
  }

  /** Pads so that stride 1 keeps height and width. */
  public Convolution withSamePadding() {
    return new Convolution(filters, kernel, stride, 0, true, dilation, bias, activation);
  }

  public Convolution withDilation(int dilation) {
    return new Convolution(filters, kernel, stride, padding, same, dilation, bias, activation);
  }

  /** For a convolution in front of batch normalisation, which has a shift of its own. */
  public Convolution withoutBias() {
    return new Convolution(filters, kernel, stride, padding, same, dilation, false, activation);
  }

  public Convolution withActivation(Activation activation) {
    return new Convolution(filters, kernel, stride, padding, same, dilation, bias, activation);
  }

  /** The same in DL4J's words. */
  void configure(ConvolutionLayer.Builder builder) {
    builder
        .kernelSize(kernel, kernel)
        .stride(stride, stride)
        .dilation(dilation, dilation)
        .convolutionMode(same ? ConvolutionMode.Same : ConvolutionMode.Truncate)
        .hasBias(bias)
        .nOut(filters)
        .activation(activation);
    if (!same) {
      builder.padding(padding, padding);
    }
  }
}
