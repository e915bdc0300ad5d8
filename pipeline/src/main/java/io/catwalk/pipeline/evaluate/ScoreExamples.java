package io.catwalk.pipeline.evaluate;

import io.catwalk.models.blocks.Extent;
import io.catwalk.models.engine.Device;
import io.catwalk.pipeline.CatwalkException;
import io.catwalk.pipeline.config.ComputeConfig;
import io.catwalk.pipeline.config.ExperimentConfig.EvaluationConfig;
import io.catwalk.pipeline.dataset.Example;
import io.catwalk.pipeline.dataset.Vectoriser;
import io.catwalk.pipeline.runs.Prediction;
import io.catwalk.pipeline.spark.TaskDevice;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Scores a partition, a minibatch at a time, in the order of its examples.
 *
 * @param model reaches every executor once
 * @param vectoriser of the images that the model was trained on
 * @param minibatch examples of one forward pass, at least 1
 * @param mirrors whether each image's probabilities are the mean of its own and its mirror image's
 *     (test-time augmentation, as Krizhevsky, Sutskever, Hinton have it in "ImageNet classification
 *     with deep convolutional neural networks", NIPS 2012, section 4.1)
 * @param compute what computes it
 */
record ScoreExamples(
    Broadcast<FrozenNetwork> model,
    Vectoriser vectoriser,
    int minibatch,
    boolean mirrors,
    ComputeConfig compute)
    implements FlatMapFunction<Iterator<Example>, Prediction> {

  /** A softmax in single precision may exceed 1 by rounding. */
  private static final float ROUNDING = 1e-4f;

  ScoreExamples(Broadcast<FrozenNetwork> model, Vectoriser vectoriser, EvaluationConfig config) {
    this(model, vectoriser, config.minibatch(), config.testTimeFlip(), config.compute());
  }

  @Override
  public Iterator<Prediction> call(Iterator<Example> examples) {
    // Once a partition: to find a GPU takes a look at the machine.
    ScoringNetwork.Way way = way();
    return new MinibatchIterator<>(examples, minibatch, batch -> score(batch, way));
  }

  private List<Prediction> score(List<Example> batch, ScoringNetwork.Way way) {
    float[][] rows =
        NetworkCache.ofExecutor()
            .with(model.value(), way, network -> probabilities(network, batch));
    List<Prediction> predictions = new ArrayList<>(batch.size());
    for (int i = 0; i < rows.length; i++) {
      Example example = batch.get(i);
      check(rows[i], example);
      predictions.add(
          new Prediction(
              example.path(), example.sha256(), example.label(), rows[i], example.facts()));
    }
    return predictions;
  }

  private ScoringNetwork.Way way() {
    Optional<Device> device =
        Optional.of(compute.device())
            .filter(name -> !name.isEmpty())
            .map(name -> TaskDevice.engine(name, compute.precision()));
    return new ScoringNetwork.Way(device, Extent.of(vectoriser.shape()), minibatch);
  }

  private float[][] probabilities(ScoringNetwork network, List<Example> batch) {
    float[][] rows = forward(network, batch);
    if (mirrors) {
      Mirror mirror = new Mirror(vectoriser.shape());
      float[][] others = forward(network, batch.stream().map(mirror::of).toList());
      for (int i = 0; i < rows.length; i++) {
        for (int c = 0; c < rows[i].length; c++) {
          rows[i][c] = (rows[i][c] + others[i][c]) / 2;
        }
      }
    }
    return rows;
  }

  private float[][] forward(ScoringNetwork network, List<Example> batch) {
    try (INDArray features = vectoriser.features(batch)) {
      return network.probabilities(features);
    }
  }

  private void check(float[] row, Example example) {
    if (row.length != vectoriser.classes()) {
      throw CatwalkException.data(
          "The model's network has "
              + row.length
              + " outputs but names "
              + vectoriser.classes()
              + " classes: its file is damaged or was put together by hand");
    }
    for (float probability : row) {
      if (!(probability >= 0 && probability <= 1 + ROUNDING)) {
        throw CatwalkException.data(
            "The model gives image "
                + example.path()
                + " a probability of "
                + probability
                + ": its weights are unusable, probably training diverged (try a lower"
                + " train.learning-rate)");
      }
    }
  }
}
