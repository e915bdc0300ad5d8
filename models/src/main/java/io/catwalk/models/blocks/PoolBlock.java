package io.catwalk.models.blocks;

import io.catwalk.models.layers.Layers;
import java.util.List;
import java.util.Locale;
import org.deeplearning4j.nn.conf.layers.Layer;

/**
 * The largest value or the mean of every square window of each map.
 *
 * @param kernel height and width of a window, in pixels
 * @param stride rows and columns from one window to the next
 */
public record PoolBlock(Kind type, int kernel, int stride) implements Block {

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
    int height = Extent.windows(input.height(), 0, kernel, stride);
    int width = Extent.windows(input.width(), 0, kernel, stride);
    if (height < 1 || width < 1) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "its %d×%d windows do not fit into the %s that come in",
              kernel,
              kernel,
              input));
    }
    return Extent.maps(input.channels(), height, width);
  }

  @Override
  public List<Layer> layers() {
    return List.of(
        type == Kind.MAX ? Layers.maxPool(kernel, stride) : Layers.averagePool(kernel, stride));
  }
}
