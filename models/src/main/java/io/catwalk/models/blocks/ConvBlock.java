package io.catwalk.models.blocks;

import io.catwalk.models.layers.Convolution;
import io.catwalk.models.layers.Layers;
import java.util.List;
import java.util.Locale;
import org.deeplearning4j.nn.conf.layers.Layer;

/**
 * A convolution of feature maps with a square kernel, and the activation behind it.
 *
 * @param filters feature maps that come out
 * @param kernel height and width, in pixels
 * @param stride rows and columns from one position to the next
 * @param padding zeros on every side
 * @param bias whether every filter has a bias; batch normalisation behind it makes one useless
 */
public record ConvBlock(
    int filters, int kernel, int stride, int padding, boolean bias, ActivationFunction activation)
    implements Block {

  public ConvBlock {
    Convolution.of(filters, kernel).withStride(stride).withPadding(padding);
  }

  /** Stride 1, no padding, with bias, no activation. */
  public static ConvBlock of(int filters, int kernel) {
    return new ConvBlock(filters, kernel, 1, 0, true, ActivationFunction.IDENTITY);
  }

  public ConvBlock withStride(int stride) {
    return new ConvBlock(filters, kernel, stride, padding, bias, activation);
  }

  public ConvBlock withPadding(int padding) {
    return new ConvBlock(filters, kernel, stride, padding, bias, activation);
  }

  public ConvBlock withoutBias() {
    return new ConvBlock(filters, kernel, stride, padding, false, activation);
  }

  public ConvBlock with(ActivationFunction activation) {
    return new ConvBlock(filters, kernel, stride, padding, bias, activation);
  }

  @Override
  public String kind() {
    return "conv";
  }

  @Override
  public Extent output(Extent input) {
    input.expectMaps("a convolution");
    int height = Extent.windows(input.height(), padding, kernel, stride);
    int width = Extent.windows(input.width(), padding, kernel, stride);
    if (height < 1 || width < 1) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "its %d×%d kernel does not fit into the %s that come in%s",
              kernel,
              kernel,
              input,
              padding == 0 ? "" : " with a padding of " + padding));
    }
    return Extent.maps(filters, height, width);
  }

  @Override
  public List<Layer> layers() {
    return List.of(Layers.convolution(convolution()));
  }

  private Convolution convolution() {
    Convolution convolution =
        Convolution.of(filters, kernel)
            .withStride(stride)
            .withPadding(padding)
            .withActivation(activation.function());
    return bias ? convolution : convolution.withoutBias();
  }
}
