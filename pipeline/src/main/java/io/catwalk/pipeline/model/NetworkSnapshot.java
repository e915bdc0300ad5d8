package io.catwalk.pipeline.model;

import java.io.Serializable;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A network on its way to an executor: what it computes, not how it was trained.
 *
 * @param configuration as JSON
 * @param parameters flattened, as {@link MultiLayerNetwork#params()} gives them
 */
public record NetworkSnapshot(String configuration, float[] parameters) implements Serializable {

  public static NetworkSnapshot of(MultiLayerNetwork network) {
    return new NetworkSnapshot(
        network.getLayerWiseConfigurations().toJson(), network.params().toFloatVector());
  }

  /** A network of its own for the caller: networks are not safe for two threads. */
  public MultiLayerNetwork restore() {
    MultiLayerNetwork network =
        new MultiLayerNetwork(MultiLayerConfiguration.fromJson(configuration));
    network.init(Nd4j.create(parameters, new long[] {1, parameters.length}, 'c'), false);
    return network;
  }
}
