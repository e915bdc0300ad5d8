package io.catwalk.pipeline.train;

import io.catwalk.models.layers.DirectUpdater;
import io.catwalk.pipeline.ingest.Vectoriser;
import io.catwalk.pipeline.spark.TaskDevice;
import java.util.function.Function;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What one task needs to train or score: a network and the arrays that feed it. Building them takes
 * longer than a short round.
 */
final class TrainingSeat implements AutoCloseable {

  private final String configuration;
  private final Vectoriser vectoriser;
  private final Extraction extraction;
  private final MultiLayerNetwork network;
  private final MinibatchFeed feed;
  private final FrozenFront front;

  /** Null until a training asks for the engine. */
  private EngineSteps engine;

  /** Whether the engine has the state now. */
  private boolean engaged;

  /**
   * @param configuration of the network, as JSON
   * @param extraction what happens to examples before the network sees them; null for nothing
   */
  TrainingSeat(String configuration, Vectoriser vectoriser, Extraction extraction) {
    this.configuration = configuration;
    this.vectoriser = vectoriser;
    this.extraction = extraction;
    network = new MultiLayerNetwork(MultiLayerConfiguration.fromJson(configuration));
    network.init();
    DirectUpdater.install(network);
    feed = new MinibatchFeed(vectoriser);
    front = extraction == null ? null : new FrozenFront(extraction);
  }

  /** The same seat, for a task with this device: its other thread works there as well. */
  TrainingSeat on(TaskDevice device) {
    feed.on(device);
    return this;
  }

  /** Its parameters are whatever the last task left. */
  MultiLayerNetwork network() {
    return network;
  }

  MinibatchFeed feed() {
    return feed;
  }

  /**
   * Steps are the engine's from now on, where the recipe says so.
   *
   * @param seed of what is random in them
   */
  void begin(Recipe recipe, RoundPlan plan, long seed) {
    if (recipe.device().isEmpty()) {
      return;
    }
    if (engine == null || !engine.suit(recipe.clipping(), plan.minibatch())) {
      closeEngine();
      engine =
          new EngineSteps(
              recipe.device(),
              MultiLayerConfiguration.fromJson(configuration),
              EngineSteps.input(vectoriser.shape(), extraction),
              recipe.clipping(),
              plan.minibatch());
    }
    engine.begin(network, seed, plan.rate());
    engaged = true;
  }

  /** The network has the state again. */
  void end() {
    if (engaged) {
      engine.end(network);
      engaged = false;
    }
  }

  /** One gradient step; returns the mean loss before it. */
  double fit(MinibatchArrays minibatch) {
    return with(
        minibatch,
        input -> {
          if (engaged) {
            return engine.fit(input, minibatch.labels());
          }
          network.fit(input, minibatch.labels());
          return network.score();
        });
  }

  /** Probabilities [n, classes]. */
  INDArray output(MinibatchArrays minibatch) {
    return with(minibatch, network::output);
  }

  private <T> T with(MinibatchArrays minibatch, Function<INDArray, T> use) {
    return front == null ? use.apply(minibatch.features()) : front.with(minibatch.features(), use);
  }

  @Override
  public void close() {
    if (front != null) {
      front.close();
    }
    closeEngine();
    feed.close();
    network.close();
  }

  private void closeEngine() {
    if (engine != null) {
      engine.close();
    }
  }
}
