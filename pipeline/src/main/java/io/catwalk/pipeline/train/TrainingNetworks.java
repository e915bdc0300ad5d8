package io.catwalk.pipeline.train;

import io.catwalk.models.layers.DirectUpdater;
import java.util.ArrayDeque;
import java.util.Deque;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/**
 * Keeps an executor's networks between rounds: building one and its native operations takes longer
 * than a short round. The only state that outlives a task; it holds no more networks than tasks ran
 * at once, all of one training, and nothing that a task could not make anew.
 */
final class TrainingNetworks {

  private static final TrainingNetworks OF_THIS_EXECUTOR = new TrainingNetworks();

  private final Deque<MultiLayerNetwork> idle = new ArrayDeque<>();
  private String training = "";

  private TrainingNetworks() {}

  static TrainingNetworks ofThisExecutor() {
    return OF_THIS_EXECUTOR;
  }

  /**
   * A network for one task alone; its parameters are whatever the last user left.
   *
   * @param training names the training; another name forgets the networks of the last
   * @param configuration as JSON
   */
  MultiLayerNetwork borrow(String training, String configuration) {
    synchronized (this) {
      if (!this.training.equals(training)) {
        this.training = training;
        idle.forEach(MultiLayerNetwork::close);
        idle.clear();
      }
      if (!idle.isEmpty()) {
        return idle.pop();
      }
    }
    MultiLayerNetwork network =
        new MultiLayerNetwork(MultiLayerConfiguration.fromJson(configuration));
    network.init();
    DirectUpdater.install(network);
    return network;
  }

  synchronized void giveBack(String training, MultiLayerNetwork network) {
    if (this.training.equals(training)) {
      idle.push(network);
    } else {
      network.close();
    }
  }
}
