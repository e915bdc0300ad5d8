package io.catwalk.pipeline.train.worker;

import io.catwalk.pipeline.train.data.TrainingPlan;
import io.catwalk.pipeline.train.state.Compression;
import io.catwalk.pipeline.train.state.StateEncoder;
import io.catwalk.pipeline.train.state.StateSlice;
import java.io.Serializable;
import java.util.List;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/**
 * What stays the same in all rounds of a training, and so is sent to an executor once.
 *
 * @param configuration of the network, as JSON
 * @param plan what is done with examples
 * @param slices of its state, as it is sent and averaged
 * @param ahead whether a worker has a core to spare for vectorising the next minibatch while it
 *     trains on one
 */
public record TrainingSetup(
    String configuration,
    TrainingPlan plan,
    List<StateSlice> slices,
    Compression compression,
    boolean ahead)
    implements Serializable {

  /** Of a slice's values, for one thread. */
  public StateEncoder encoder(int index) {
    return new StateEncoder(compression, slices.get(index));
  }

  /**
   * A network's configuration as JSON, the same before and after training: its counts of iterations
   * and epochs are part of the state.
   */
  public static String configuration(MultiLayerNetwork network) {
    MultiLayerConfiguration configuration = network.getLayerWiseConfigurations().clone();
    configuration.setIterationCount(0);
    configuration.setEpochCount(0);
    return configuration.toJson();
  }
}
