package io.catwalk.pipeline.explain;

import io.catwalk.models.LayerNames;
import io.catwalk.models.explain.Explanation;
import io.catwalk.models.explain.FeatureMaps;
import io.catwalk.pipeline.CatwalkException;
import io.catwalk.pipeline.dataset.Example;
import io.catwalk.pipeline.model.TrainedModel;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Draws what a network sees in an image: the maps of a layer, saliency and Grad-CAM. */
public final class ImageExplainer {

  /** The image's own longer side is enlarged to at least this, by whole pixels. */
  private static final int SMALLEST_SIDE = 256;

  private final TrainedModel model;
  private final LayerNames names;

  public ImageExplainer(TrainedModel model) {
    this.model = model;
    this.names = LayerNames.of(model.network().getLayerWiseConfigurations());
  }

  /**
   * Applies the network to an image and draws what it does.
   *
   * @param layer name of the one whose feature maps are shown; empty for the last that shows
   *     something of the image
   * @param className whose score is explained; empty for the most probable class
   * @throws CatwalkException (usage) when there is no such layer or class, or the layer has no maps
   */
  public ExplainedImage explain(Example image, Optional<String> layer, Optional<String> className) {
    try (INDArray features = model.vectoriser().features(List.of(image))) {
      double[] probabilities = model.network().output(features).toDoubleVector();
      int predicted = best(probabilities);
      int explained = className.map(this::indexOf).orElse(predicted);
      BufferedImage picture = enlarged(Thumbnail.image(image.pixels(), model.card().shape()));
      SortedMap<String, byte[]> pictures = new TreeMap<>();
      pictures.put("image.png", ImageFiles.png(picture));
      String shown = maps(features, layer, pictures);
      Explanation explanation =
          Explanation.of(model.network(), features, new int[] {explained}).get(0);
      overlay(picture, "saliency.png", explanation.saliency(), pictures);
      overlay(picture, "grad-cam.png", explanation.gradCam(), pictures);
      return new ExplainedImage(
          Arrays.stream(probabilities).boxed().toList(), predicted, explained, shown, pictures);
    }
  }

  private static int best(double[] values) {
    int best = 0;
    for (int i = 1; i < values.length; i++) {
      best = values[i] > values[best] ? i : best;
    }
    return best;
  }

  private int indexOf(String className) {
    int index = model.card().classes().indexOf(className);
    if (index < 0) {
      throw CatwalkException.usage(
          "--class "
              + className
              + ": the model knows no such class; expected one of "
              + String.join(", ", model.card().classes()));
    }
    return index;
  }

  /** Adds a picture; returns the name of the layer, or null. */
  private String maps(
      INDArray features, Optional<String> layer, SortedMap<String, byte[]> pictures) {
    int index =
        layer.map(this::layerIndex).orElseGet(() -> FeatureMaps.telling(model.network(), features));
    if (index < 0) {
      return null;
    }
    String name = names.of(index);
    try {
      float[][][] maps = FeatureMaps.of(model.network(), features, index);
      pictures.put("feature-maps-" + name + ".png", ImageFiles.png(MapGrid.of(maps)));
      return name;
    } catch (IllegalArgumentException e) {
      throw CatwalkException.usage("--layer " + name + ": " + e.getMessage());
    }
  }

  private int layerIndex(String layer) {
    OptionalInt index = names.index(layer);
    return index.orElseThrow(
        () ->
            CatwalkException.usage(
                "--layer "
                    + layer
                    + ": "
                    + model.card().model()
                    + " has no such layer; expected one of "
                    + String.join(", ", names.all())));
  }

  private static void overlay(
      BufferedImage picture, String name, float[][] values, SortedMap<String, byte[]> pictures) {
    if (values != null) {
      pictures.put(name, ImageFiles.png(HeatOverlay.of(picture, values)));
    }
  }

  private static BufferedImage enlarged(BufferedImage image) {
    int longest = Math.max(image.getWidth(), image.getHeight());
    int scale = (SMALLEST_SIDE + longest - 1) / longest;
    BufferedImage enlarged =
        new BufferedImage(
            image.getWidth() * scale, image.getHeight() * scale, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = enlarged.createGraphics();
    graphics.drawImage(image, 0, 0, enlarged.getWidth(), enlarged.getHeight(), null);
    graphics.dispose();
    return enlarged;
  }

  /**
   * What a network sees in an image.
   *
   * @param probabilities a class, in the order of the model's card
   * @param predicted index of the most probable class
   * @param explained index of the class that saliency and Grad-CAM speak of
   * @param layer whose feature maps are shown; null where the network has none
   * @param pictures file name → PNG
   */
  public record ExplainedImage(
      List<Double> probabilities,
      int predicted,
      int explained,
      String layer,
      SortedMap<String, byte[]> pictures) {}
}
