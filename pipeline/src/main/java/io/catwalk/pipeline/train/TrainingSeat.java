package io.catwalk.pipeline.train;

import io.catwalk.models.layers.DirectUpdater;
import io.catwalk.pipeline.ingest.Vectoriser;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/**
 * What one task needs to train or score: a network and the arrays that feed it. Building them takes
 * longer than a short round.
 */
final class TrainingSeat implements AutoCloseable {

  private final MultiLayerNetwork network;
  private final MinibatchFeed feed;

  /**
   * @param configuration of the network, as JSON
   */
  TrainingSeat(String configuration, Vectoriser vectoriser) {
    network = new MultiLayerNetwork(MultiLayerConfiguration.fromJson(configuration));
    network.init();
    DirectUpdater.install(network);
    feed = new MinibatchFeed(vectoriser);
  }

  /** Its parameters are whatever the last task left. */
  MultiLayerNetwork network() {
    return network;
  }

  MinibatchFeed feed() {
    return feed;
  }

  @Override
  public void close() {
    feed.close();
    network.close();
  }
}
