package io.catwalk.pipeline.evaluate;

import io.catwalk.pipeline.CatwalkException;
import io.catwalk.pipeline.ingest.Example;
import io.catwalk.pipeline.ingest.Vectoriser;
import io.catwalk.pipeline.spark.TaskDevice;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Scores a partition, a minibatch at a time, in the order of its examples.
 *
 * @param model reaches every executor once
 * @param vectoriser of the images that the model was trained on
 * @param minibatch examples of one forward pass, at least 1
 */
record ScoreExamples(Broadcast<FrozenNetwork> model, Vectoriser vectoriser, int minibatch)
    implements FlatMapFunction<Iterator<Example>, Prediction> {

  /** A softmax in single precision may exceed 1 by rounding. */
  private static final float ROUNDING = 1e-4f;

  @Override
  public Iterator<Prediction> call(Iterator<Example> examples) {
    return new MinibatchIterator<>(examples, minibatch, this::score);
  }

  private List<Prediction> score(List<Example> batch) {
    TaskDevice.pin();
    float[][] rows =
        NetworkCache.ofExecutor().with(model.value(), network -> probabilities(network, batch));
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

  private float[][] probabilities(MultiLayerNetwork network, List<Example> batch) {
    // Closed at once: the collector of a heap that is hardly used does not see how much off-heap
    // memory these hold.
    try (INDArray features = vectoriser.features(batch);
        INDArray output = network.output(features)) {
      return output.toFloatMatrix();
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
