package io.catwalk.models.explain;

import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Where a network looked when it gave an image the score of a class.
 *
 * @param gradCam Grad-CAM (R. Selvaraju et al., "Grad-CAM: Visual explanations from deep networks
 *     via gradient-based localization", ICCV 2017) at the last feature maps: rows of a coarse
 *     picture that covers the image, 0 to 1; null where the network has no feature maps
 * @param saliency the size of the score's gradient at each pixel (K. Simonyan, A. Vedaldi, A.
 *     Zisserman, "Deep inside convolutional networks", 2013), the largest of its channels: rows of
 *     a picture of the image's size, 0 to 1
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
public record Explanation(float[][] gradCam, float[][] saliency) {

  /**
   * Explains some images. The network's parameters stay as they are.
   *
   * @param images as the network takes them: [n, channels, height, width], normalised
   * @param classes an image: the class whose score is explained
   * @return one an image
   * @throws IllegalArgumentException where the network's last layer has no weights a class, or a
   *     layer is frozen
   */
  public static List<Explanation> of(MultiLayerNetwork network, INDArray images, int[] classes) {
    if (images.rank() != 4 || images.size(0) != classes.length) {
      throw new IllegalArgumentException(
          "expected images [n, channels, height, width] and as many classes, found "
              + images.rank()
              + " dimensions and "
              + classes.length
              + " classes");
    }
    ScoreGradients gradients = ScoreGradients.of(network, images, classes);
    int last = lastMaps(gradients.activations());
    List<Explanation> explanations = new ArrayList<>();
    for (int i = 0; i < classes.length; i++) {
      explanations.add(
          new Explanation(
              last < 0
                  ? null
                  : gradCam(gradients.activations().get(last), gradients.gradients().get(last), i),
              saliency(gradients.atInput(), i)));
    }
    return explanations;
  }

  /** Index of the last layer that gives maps of more than one pixel, or -1. */
  private static int lastMaps(List<INDArray> activations) {
    for (int i = activations.size() - 1; i >= 0; i--) {
      INDArray maps = activations.get(i);
      if (maps.rank() == 4 && maps.size(2) * maps.size(3) > 1) {
        return i;
      }
    }
    return -1;
  }

  /** The maps' sum, each weighted by its mean gradient; what speaks against the class counts 0. */
  static float[][] gradCam(INDArray activations, INDArray gradients, int image) {
    INDArray maps = activations.slice(image);
    INDArray atMaps = gradients.slice(image);
    float[][] sum = new float[(int) maps.size(1)][(int) maps.size(2)];
    for (int channel = 0; channel < maps.size(0); channel++) {
      float weight = atMaps.slice(channel).meanNumber().floatValue();
      float[][] map = maps.slice(channel).toFloatMatrix();
      for (int y = 0; y < sum.length; y++) {
        for (int x = 0; x < sum[y].length; x++) {
          sum[y][x] += weight * map[y][x];
        }
      }
    }
    return scaled(sum);
  }

  private static float[][] saliency(INDArray atInput, int image) {
    INDArray channels = atInput.slice(image);
    float[][] largest = new float[(int) channels.size(1)][(int) channels.size(2)];
    for (int channel = 0; channel < channels.size(0); channel++) {
      float[][] gradient = channels.slice(channel).toFloatMatrix();
      for (int y = 0; y < largest.length; y++) {
        for (int x = 0; x < largest[y].length; x++) {
          largest[y][x] = Math.max(largest[y][x], Math.abs(gradient[y][x]));
        }
      }
    }
    return scaled(largest);
  }

  /** Below 0 becomes 0, the largest 1; all stay 0 where nothing is above. */
  private static float[][] scaled(float[][] values) {
    float most = 0;
    for (float[] row : values) {
      for (float value : row) {
        most = Math.max(most, value);
      }
    }
    for (float[] row : values) {
      for (int x = 0; x < row.length; x++) {
        row[x] = most == 0 ? 0 : Math.max(0, row[x]) / most;
      }
    }
    return values;
  }
}
