package io.catwalk.models.layers;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.nd4j.linalg.activations.impl.ActivationIdentity;

/** Layers of a residual block, one behind the other, each of which makes maps of maps. */
final class MapsPath {

  private MapsPath() {}

  /**
   * Ready to be a block's.
   *
   * @throws IllegalArgumentException where one is a residual block
   */
  static List<Layer> checked(List<Layer> layers) {
    for (Layer layer : layers) {
      if (layer instanceof Residual) {
        throw new IllegalArgumentException("expected no residual block within a residual block");
      }
      // Of normalisations, which have one and do not use it.
      if (layer instanceof BaseLayer trained && trained.getActivationFn() == null) {
        trained.setActivationFn(new ActivationIdentity());
      }
    }
    return List.copyOf(layers);
  }

  /** What comes out of the last one; what comes in where there is none. */
  static InputType output(List<Layer> layers, int layerIndex, InputType input) {
    List<InputType> outputs = outputs(layers, layerIndex, input);
    return outputs.isEmpty() ? input : outputs.get(outputs.size() - 1);
  }

  /** Numbers of an example that all of them make. */
  static long values(List<Layer> layers, InputType input) {
    return outputs(layers, 0, input).stream().mapToLong(InputType::arrayElementsPerExample).sum();
  }

  private static List<InputType> outputs(List<Layer> layers, int layerIndex, InputType input) {
    List<InputType> outputs = new ArrayList<>();
    InputType type = input;
    for (Layer layer : layers) {
      type = layer.getOutputType(layerIndex, type);
      if (type.getType() != InputType.Type.CNN) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "layer %d: expected layers that make maps of maps in a residual block, found %s",
                layerIndex,
                layer.getClass().getSimpleName()));
      }
      outputs.add(type);
    }
    return outputs;
  }

  static void setNIn(List<Layer> layers, InputType input, boolean override) {
    InputType type = input;
    for (Layer layer : layers) {
      layer.setNIn(type, override);
      type = layer.getOutputType(-1, type);
    }
  }
}
