package io.catwalk.pipeline.notebook;

import io.catwalk.models.engine.EngineNetwork;
import io.catwalk.pipeline.runs.History.Epoch;
import io.catwalk.pipeline.train.TrainingListener;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;

/**
 * Trains networks in this JVM, without Spark, and judges them after each epoch. A network that
 * trains on one worker of a cluster takes the same steps: Catwalk's engine computes them.
 */
public final class Course {

  private static final int JUDGED_AT_ONCE = 500;
  private static final double NANOSECONDS = 1e9;

  private final PictureSet training;
  private final PictureSet test;
  private final int minibatch;
  private final TrainingListener listener;

  /**
   * @param test judges after each epoch; must not be trained on
   * @param minibatch images of a gradient step
   */
  public Course(PictureSet training, PictureSet test, int minibatch, TrainingListener listener) {
    this.training = training;
    this.test = test;
    this.minibatch = minibatch;
    this.listener = listener;
  }

  /**
   * Trains further, in a new order each epoch.
   *
   * @param seed of the orders and of dropout
   * @return a line an epoch; validation is what the test images say
   */
  public List<Epoch> train(MultiLayerNetwork network, int epochs, long seed) {
    List<DataSet> judges = test.minibatches(JUDGED_AT_ONCE);
    List<Epoch> history = new ArrayList<>();
    for (int epoch = 1; epoch <= epochs; epoch++) {
      listener.epochStarted(epoch, epochs, training.size());
      long began = System.nanoTime();
      double loss = epoch(network, seed + epoch);
      double seconds = (System.nanoTime() - began) / NANOSECONDS;
      double[] judged = judge(network, judges);
      Epoch result =
          new Epoch(
              epoch,
              training.size(),
              seconds,
              training.size() / seconds,
              loss,
              judged[0],
              judged[1],
              Double.NaN,
              Double.NaN);
      history.add(result);
      listener.epochFinished(result);
    }
    return List.copyOf(history);
  }

  /** Returns the mean loss. */
  private double epoch(MultiLayerNetwork network, long seed) {
    PictureSet shuffled = training.shuffled(seed);
    double loss = 0;
    try (EngineNetwork engine = EngineNetwork.of(network, training.shape(), minibatch, seed)) {
      for (int from = 0; from < shuffled.size(); from += minibatch) {
        int to = Math.min(from + minibatch, shuffled.size());
        DataSet some = shuffled.part(from, to).data();
        double before = engine.fit(some.getFeatures(), some.getLabels());
        loss += before * (to - from);
        listener.advanced(to, before);
      }
    }
    return loss / shuffled.size();
  }

  /** Mean log loss and accuracy. */
  private double[] judge(MultiLayerNetwork network, List<DataSet> judges) {
    double loss = 0;
    double right = 0;
    try (EngineNetwork engine = EngineNetwork.of(network, test.shape(), JUDGED_AT_ONCE, 0)) {
      for (DataSet some : judges) {
        INDArray probabilities = engine.output(some.getFeatures());
        int[] labels = some.getLabels().argMax(1).toIntVector();
        int[] predicted = probabilities.argMax(1).toIntVector();
        for (int i = 0; i < labels.length; i++) {
          loss -= Math.log(Math.max(probabilities.getDouble(i, labels[i]), Float.MIN_VALUE));
          right += predicted[i] == labels[i] ? 1 : 0;
        }
      }
    }
    return new double[] {loss / test.size(), right / test.size()};
  }

  /** The class that a network gives each image the highest probability of. */
  public static int[] predictions(MultiLayerNetwork network, PictureSet pictures) {
    List<int[]> parts = new ArrayList<>();
    try (EngineNetwork engine = EngineNetwork.of(network, pictures.shape(), JUDGED_AT_ONCE, 0)) {
      for (DataSet some : pictures.minibatches(JUDGED_AT_ONCE)) {
        parts.add(engine.output(some.getFeatures()).argMax(1).toIntVector());
      }
    }
    return parts.stream().flatMapToInt(Arrays::stream).toArray();
  }

  /** Share of the pictures whose class a network predicts, 0 to 1. */
  public static double accuracy(MultiLayerNetwork network, PictureSet pictures) {
    int[] predicted = predictions(network, pictures);
    int right = 0;
    for (int i = 0; i < predicted.length; i++) {
      right += predicted[i] == pictures.examples().get(i).label() ? 1 : 0;
    }
    return (double) right / predicted.length;
  }
}
