package io.catwalk.models;

import io.catwalk.models.layers.Residual;
import java.util.Arrays;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;

/**
 * How many numbers a network holds, by its configuration alone: nothing is allocated.
 *
 * @param parameters trainable and running ones together
 * @param updaterState of the optimiser, such as Adam's two moments of each parameter
 * @param activations of one example: its input, and the output of every layer and of those within
 *     blocks
 */
public record NetworkSize(long parameters, long updaterState, long activations) {

  /** Of a whole network for images of this shape. */
  public static NetworkSize of(MultiLayerConfiguration configuration, ImageShape input) {
    InputType type = InputType.convolutional(input.height(), input.width(), input.channels());
    long parameters = 0;
    long state = 0;
    long activations = input.values();
    for (int i = 0; i < configuration.getConfs().size(); i++) {
      Layer layer = configuration.getConf(i).getLayer();
      if (configuration.getInputPreProcess(i) != null) {
        type = configuration.getInputPreProcess(i).getOutputType(type);
      }
      activations += layer instanceof Residual block ? block.valuesWithin(type) : 0;
      type = layer.getOutputType(i, type);
      activations += values(type);
      long own = layer.initializer().numParams(configuration.getConf(i));
      parameters += own;
      state += layer instanceof BaseLayer learning ? learning.getIUpdater().stateSize(own) : 0;
    }
    return new NetworkSize(parameters, state, activations);
  }

  private static long values(InputType type) {
    return Arrays.stream(type.getShape()).reduce(1, (a, b) -> a * b);
  }
}
