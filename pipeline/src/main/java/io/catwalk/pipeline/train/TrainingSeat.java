package io.catwalk.pipeline.train;

import io.catwalk.models.layers.DirectUpdater;
import io.catwalk.pipeline.ingest.Vectoriser;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What one task needs to train or score: a network and the arrays that feed it. Building them takes
 * longer than a short round.
 */
final class TrainingSeat implements AutoCloseable {

  private final MultiLayerNetwork network;
  private final MinibatchFeed feed;
  private final FrozenFront front;

  /**
   * @param configuration of the network, as JSON
   * @param extraction what happens to examples before the network sees them; null for nothing
   */
  TrainingSeat(String configuration, Vectoriser vectoriser, Extraction extraction) {
    network = new MultiLayerNetwork(MultiLayerConfiguration.fromJson(configuration));
    network.init();
    DirectUpdater.install(network);
    feed = new MinibatchFeed(vectoriser);
    front = extraction == null ? null : new FrozenFront(extraction);
  }

  /** Its parameters are whatever the last task left. */
  MultiLayerNetwork network() {
    return network;
  }

  MinibatchFeed feed() {
    return feed;
  }

  /** What the network takes, for a minibatch of examples. */
  INDArray input(INDArray examples) {
    return front == null ? examples : front.features(examples);
  }

  @Override
  public void close() {
    if (front != null) {
      front.close();
    }
    feed.close();
    network.close();
  }
}
