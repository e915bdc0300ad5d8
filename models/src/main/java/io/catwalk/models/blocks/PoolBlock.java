package io.catwalk.models.blocks;

import io.catwalk.models.layers.Layers;
import java.util.List;
import java.util.Locale;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.PoolingType;

/**
 * The largest value or the mean of every square window of each map; padding is part of neither.
 *
 * @param kernel height and width of a window, in pixels
 * @param stride rows and columns from one window to the next
 * @param padding rows and columns on every side, at most half of the kernel
 */
public record PoolBlock(Kind type, int kernel, int stride, int padding) implements Block {

  /** What becomes of a window. */
  public enum Kind {
    MAX,
    AVERAGE
  }

  public PoolBlock {
    if (kernel < 1 || stride < 1) {
      throw new IllegalArgumentException(
          "expected kernel and stride of at least 1, found " + kernel + " and " + stride);
    }
    if (padding < 0 || padding > kernel / 2) {
      throw new IllegalArgumentException(
          "expected a padding from 0 to half of the kernel, found " + padding);
    }
  }

  /** Without padding. */
  public PoolBlock(Kind type, int kernel, int stride) {
    this(type, kernel, stride, 0);
  }

  /** Windows that touch and do not overlap. */
  public static PoolBlock max(int kernel) {
    return new PoolBlock(Kind.MAX, kernel, kernel);
  }

  /** Windows that touch and do not overlap. */
  public static PoolBlock average(int kernel) {
    return new PoolBlock(Kind.AVERAGE, kernel, kernel);
  }

  @Override
  public String kind() {
    return "pool";
  }

  @Override
  public Extent output(Extent input) {
    input.expectMaps("pooling");
    int height = Extent.windows(input.height(), padding, kernel, stride);
    int width = Extent.windows(input.width(), padding, kernel, stride);
    if (height < 1 || width < 1) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "its %d×%d windows do not fit into the %s that come in%s",
              kernel,
              kernel,
              input,
              padding == 0 ? "" : " with a padding of " + padding));
    }
    return Extent.maps(input.channels(), height, width);
  }

  @Override
  public List<Layer> layers() {
    return List.of(
        Layers.pool(type == Kind.MAX ? PoolingType.MAX : PoolingType.AVG, kernel, stride, padding));
  }
}
