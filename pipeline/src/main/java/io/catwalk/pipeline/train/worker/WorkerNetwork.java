package io.catwalk.pipeline.train.worker;

import io.catwalk.models.engine.Preparation;
import io.catwalk.models.learning.DirectUpdater;
import io.catwalk.pipeline.config.ComputeConfig;
import io.catwalk.pipeline.dataset.Vectoriser;
import io.catwalk.pipeline.spark.TaskDevice;
import io.catwalk.pipeline.train.data.Extraction;
import io.catwalk.pipeline.train.data.FrozenFront;
import io.catwalk.pipeline.train.data.Recipe;
import io.catwalk.pipeline.train.data.ResidentExamples;
import java.util.Optional;
import java.util.function.Function;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * What one task needs to train or score: a network and the arrays that feed it. Building them takes
 * longer than a short round.
 */
public final class WorkerNetwork implements AutoCloseable {

  private final String configuration;
  private final Vectoriser vectoriser;
  private final Extraction extraction;
  private final MultiLayerNetwork network;
  private final MinibatchFeed feed;
  private final FrozenFront front;

  /** Null until somebody asks for the engine. */
  private EngineSteps engine;

  /** Whether the engine has the state now. */
  private boolean engaged;

  /**
   * @param configuration of the network, as JSON
   * @param extraction what happens to examples before the network sees them
   */
  WorkerNetwork(String configuration, Vectoriser vectoriser, Extraction extraction) {
    this.configuration = configuration;
    this.vectoriser = vectoriser;
    this.extraction = extraction;
    network = new MultiLayerNetwork(MultiLayerConfiguration.fromJson(configuration));
    network.init();
    DirectUpdater.install(network);
    feed = new MinibatchFeed(vectoriser);
    front = extraction.isNone() ? null : new FrozenFront(extraction);
  }

  /** Its parameters are whatever the last task left. */
  public MultiLayerNetwork network() {
    return network;
  }

  MinibatchFeed feed() {
    return feed;
  }

  /** Whether these examples lie on its device. */
  boolean holds(ResidentExamples examples) {
    return engine != null && engine.hold(examples);
  }

  /**
   * Steps and outputs are the engine's from now on, as is usual: unless {@code train.layers} or
   * {@code train.master} says {@code stock}.
   *
   * @param minibatch the most examples at once
   * @param seed of what is random in steps
   * @param reduction of learning rates that have a schedule
   */
  void begin(Recipe recipe, int minibatch, long seed, double reduction) {
    ComputeConfig compute = recipe.compute();
    if (compute.device().isEmpty()) {
      return;
    }
    String place = TaskDevice.place(compute.device()) + " " + compute.precision();
    if (engine == null || !engine.suit(place, recipe.clipping(), minibatch)) {
      closeEngine();
      engine =
          new EngineSteps(
              place,
              TaskDevice.engine(compute.device(), compute.precision()),
              MultiLayerConfiguration.fromJson(configuration),
              EngineSteps.input(vectoriser.shape(), extraction),
              recipe.clipping(),
              minibatch);
    }
    engine.begin(network, seed, reduction);
    engaged = true;
  }

  /** The network has the state again. */
  void end() {
    if (engaged) {
      engine.end(network);
      engaged = false;
    }
  }

  /** As {@link #end}, where nothing of the state was changed. */
  void endScoring() {
    engaged = false;
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

  /** All steps of a range at once, where that can be; see {@link EngineSteps}. */
  Optional<Double> fit(MinibatchFeed.Range range, Runnable before) {
    if (!engaged || front != null) {
      return Optional.empty();
    }
    Recipe recipe = range.recipe();
    return engine.fit(
        range,
        new Preparation(
            vectoriser.mean(),
            vectoriser.deviation(),
            recipe.labelSmoothing(),
            recipe.classWeights()),
        before);
  }

  /** Probabilities [n, classes]. */
  INDArray output(MinibatchArrays minibatch) {
    return with(
        minibatch,
        input -> {
          if (!engaged) {
            return network.output(input);
          }
          INDArray rows =
              Nd4j.createUninitialized(DataType.FLOAT, input.size(0), vectoriser.classes());
          engine.infer(input, rows);
          return rows;
        });
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
      engine = null;
    }
  }
}
