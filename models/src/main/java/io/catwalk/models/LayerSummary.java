package io.catwalk.models;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.Layer;

/**
 * One row of a network's layer table.
 *
 * @param index 0-based
 * @param name what {@link LayerNames} calls it
 * @param type class of the layer's configuration, without "Layer"
 * @param output shape of one example's output, as the textbook writes it: {@code 6@28×28}, or
 *     {@code 84} for a flat one
 * @param parameters trainable and running ones together
 */
public record LayerSummary(int index, String name, String type, String output, long parameters) {

  /** The table of a network for images of this shape. */
  public static List<LayerSummary> of(MultiLayerConfiguration configuration, ImageShape input) {
    InputType type = InputType.convolutional(input.height(), input.width(), input.channels());
    LayerNames names = LayerNames.of(configuration);
    List<LayerSummary> rows = new ArrayList<>();
    for (int i = 0; i < configuration.getConfs().size(); i++) {
      Layer layer = configuration.getConf(i).getLayer();
      if (configuration.getInputPreProcess(i) != null) {
        type = configuration.getInputPreProcess(i).getOutputType(type);
      }
      type = layer.getOutputType(i, type);
      long parameters = layer.initializer().numParams(configuration.getConf(i));
      rows.add(
          new LayerSummary(
              i,
              names.of(i),
              layer.getClass().getSimpleName().replaceFirst("Layer$", ""),
              text(type),
              parameters));
    }
    return rows;
  }

  private static String text(InputType type) {
    String size =
        Arrays.stream(type.getShape())
            .skip(1)
            .mapToObj(Long::toString)
            .collect(Collectors.joining("×"));
    return size.isEmpty() ? Long.toString(type.getShape()[0]) : type.getShape()[0] + "@" + size;
  }
}
