package io.catwalk.pipeline.evaluate;

import io.catwalk.models.ImageShape;
import io.catwalk.models.blocks.Extent;
import io.catwalk.models.engine.Device;
import io.catwalk.pipeline.config.ComputeConfig;
import io.catwalk.pipeline.dataset.Example;
import io.catwalk.pipeline.dataset.Vectoriser;
import io.catwalk.pipeline.model.TrainedModel;
import java.util.List;
import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Lets a model predict in this process, without Spark. For one thread at a time. */
public final class LocalScorer implements AutoCloseable {

  private final Vectoriser vectoriser;
  private final ScoringNetwork network;
  private final int minibatch;

  /**
   * @param minibatch the most examples of one forward pass, at least 1
   */
  public LocalScorer(TrainedModel model, int minibatch) {
    this.vectoriser = model.vectoriser();
    this.minibatch = minibatch;
    this.network = open(FrozenNetwork.of(model.network()), vectoriser.shape(), minibatch);
  }

  private static ScoringNetwork open(FrozenNetwork model, ImageShape shape, int minibatch) {
    Device processor = Device.named(ComputeConfig.ENGINE.device());
    Extent input = Extent.of(shape);
    return new ScoringNetwork(
        model, new ScoringNetwork.Way(Optional.of(processor), input, minibatch));
  }

  /**
   * @return probabilities [n][classes], in label order
   */
  public float[][] probabilities(List<Example> examples) {
    float[][] rows = new float[examples.size()][];
    for (int from = 0; from < rows.length; from += minibatch) {
      int to = Math.min(rows.length, from + minibatch);
      try (INDArray features = vectoriser.features(examples.subList(from, to))) {
        float[][] some = network.probabilities(features);
        System.arraycopy(some, 0, rows, from, some.length);
      }
    }
    return rows;
  }

  @Override
  public void close() {
    network.close();
  }
}
