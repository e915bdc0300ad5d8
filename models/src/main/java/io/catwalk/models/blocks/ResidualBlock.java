package io.catwalk.models.blocks;

import io.catwalk.models.layers.Layers;
import java.util.List;
import java.util.Locale;
import org.deeplearning4j.nn.conf.layers.Layer;

/**
 * What some layers make of maps, added to the maps themselves or to a projection of them, and the
 * activation behind the sum (K. He et al., "Deep residual learning for image recognition", CVPR
 * 2016).
 *
 * @param blocks at least one; each makes maps of maps
 */
public record ResidualBlock(List<Block> blocks, Shortcut shortcut, ActivationFunction activation)
    implements Block {

  /** What is added to what the layers make. */
  public enum Shortcut {
    /** The maps as they come; the layers keep their number and size. */
    IDENTITY,
    /** A 1×1 convolution with the layers' stride, batch normalised: the paper's projection. */
    CONV,
    /**
     * The mean of windows of the layers' stride, then a 1×1 convolution, batch normalised (T. He et
     * al., "Bag of tricks for image classification with convolutional neural networks", 2019).
     */
    AVERAGE_CONV
  }

  public ResidualBlock {
    blocks = List.copyOf(blocks);
    if (blocks.isEmpty()) {
      throw new IllegalArgumentException("expected at least one layer in a residual block");
    }
    for (Block layer : blocks) {
      if (layer instanceof DenseBlock
          || layer instanceof MeanBlock
          || layer instanceof ResidualBlock) {
        throw new IllegalArgumentException(
            "expected layers that make maps of maps in a residual block, found " + layer.kind());
      }
    }
    if (shortcut != Shortcut.IDENTITY && filters(blocks) == 0) {
      throw new IllegalArgumentException(
          "expected a convolution among the layers of a residual block whose shortcut is one");
    }
  }

  /** With relu behind the sum. */
  public static ResidualBlock relu(Shortcut shortcut, Block... blocks) {
    return new ResidualBlock(List.of(blocks), shortcut, ActivationFunction.RELU);
  }

  /**
   * The paper's block of two 3×3 convolutions, each batch normalised, with a projection where maps
   * become smaller.
   *
   * @param stride of the first convolution
   */
  public static ResidualBlock basic(int filters, int stride) {
    ConvBlock convolution = ConvBlock.of(filters, 3).withPadding(1).withoutBias();
    return relu(
        stride == 1 ? Shortcut.IDENTITY : Shortcut.CONV,
        convolution.withStride(stride),
        NormBlock.relu(),
        convolution,
        new NormBlock(ActivationFunction.IDENTITY));
  }

  @Override
  public String kind() {
    return "residual";
  }

  /** Of the last convolution; 0 where there is none. */
  private static int filters(List<Block> blocks) {
    int filters = 0;
    for (Block layer : blocks) {
      filters = layer instanceof ConvBlock conv ? conv.filters() : filters;
    }
    return filters;
  }

  private int stride() {
    int stride = 1;
    for (Block layer : blocks) {
      if (layer instanceof ConvBlock conv) {
        stride *= conv.stride();
      } else if (layer instanceof PoolBlock pool) {
        stride *= pool.stride();
      }
    }
    return stride;
  }

  /** What the shortcut is made of; nothing where it is the identity. */
  private List<Block> side() {
    ConvBlock point = ConvBlock.of(Math.max(1, filters(blocks)), 1).withoutBias();
    NormBlock norm = new NormBlock(ActivationFunction.IDENTITY);
    return switch (shortcut) {
      case IDENTITY -> List.of();
      case CONV -> List.of(point.withStride(stride()), norm);
      case AVERAGE_CONV ->
          stride() == 1 ? List.of(point, norm) : List.of(PoolBlock.average(stride()), point, norm);
    };
  }

  @Override
  public Extent output(Extent input) {
    input.expectMaps("a residual block");
    Extent main = output(blocks, input, "its layer");
    Extent side = output(side(), input, "the shortcut's layer");
    if (!main.equals(side)) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "its layers make %s of the %s that come in, its shortcut %s%s",
              main,
              input,
              side,
              shortcut == Shortcut.IDENTITY ? "; shortcut = conv makes what they make" : ""));
    }
    return main;
  }

  private static Extent output(List<Block> path, Extent input, String what) {
    Extent extent = input;
    for (int i = 0; i < path.size(); i++) {
      try {
        extent = path.get(i).output(extent);
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT, "%s %d (%s): %s", what, i, path.get(i).kind(), e.getMessage()),
            e);
      }
    }
    return extent;
  }

  @Override
  public List<Layer> layers() {
    return List.of(
        Layers.residual(BlockLayers.of(blocks), BlockLayers.of(side()), activation.function()));
  }
}
