package io.catwalk.models.explain;

import java.util.List;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What the maps of a layer show of an image. */
public final class FeatureMaps {

  private static final int LEGIBLE = 8;

  private FeatureMaps() {}

  /**
   * The maps as the network computes them when it predicts.
   *
   * @param image [1, channels, height, width], normalised
   * @param layer 0-based
   * @return map, row, column
   * @throws IllegalArgumentException where the layer gives values instead of maps
   */
  public static float[][][] of(MultiLayerNetwork network, INDArray image, int layer) {
    INDArray maps = activations(network, image, layer).get(layer + 1);
    if (maps.rank() != 4) {
      throw new IllegalArgumentException(
          "expected a layer of feature maps, found " + maps.length() + " values");
    }
    float[][][] values = new float[(int) maps.size(1)][][];
    for (int map = 0; map < values.length; map++) {
      values[map] = maps.slice(0).slice(map).toFloatMatrix();
    }
    return values;
  }

  /**
   * The last layer whose maps show something of the image: at least {@value #LEGIBLE} pixels on the
   * longer side, and more than one value in at least half of the maps. Where no layer has both, the
   * one with the largest maps that has any with more than one value.
   *
   * @param image as in {@link #of}
   * @return 0-based; -1 where no layer gives maps of more than one pixel
   */
  public static int telling(MultiLayerNetwork network, INDArray image) {
    List<INDArray> activations = activations(network, image, network.getnLayers() - 1);
    int best = -1;
    double bestScore = -1;
    for (int layer = network.getnLayers() - 1; layer >= 0; layer--) {
      INDArray maps = activations.get(layer + 1);
      if (maps.rank() != 4 || maps.size(2) * maps.size(3) == 1) {
        continue;
      }
      double drawn = shareWithContent(maps);
      long side = Math.max(maps.size(2), maps.size(3));
      if (side >= LEGIBLE && drawn >= 0.5) {
        return layer;
      }
      double score = drawn == 0 ? 0 : side + drawn;
      if (score > bestScore) {
        best = layer;
        bestScore = score;
      }
    }
    return best;
  }

  private static double shareWithContent(INDArray maps) {
    INDArray least = maps.min(2, 3);
    INDArray most = maps.max(2, 3);
    return most.gt(least).castTo(DataType.FLOAT).meanNumber().doubleValue();
  }

  /** The image itself, then what comes out of each layer. */
  private static List<INDArray> activations(MultiLayerNetwork network, INDArray image, int layer) {
    if (image.rank() != 4 || image.size(0) != 1) {
      throw new IllegalArgumentException(
          "expected one image [1, channels, height, width], found " + image.shapeInfoToString());
    }
    return network.feedForwardToLayer(layer, image, false);
  }
}
