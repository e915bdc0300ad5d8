package io.catwalk.pipeline.dataset;

import io.catwalk.models.ImageShape;
import java.io.Serializable;
import java.util.Collections;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Turns uint8 pixels into what a network reads: {@code (pixel / 255 - mean) / deviation} a channel,
 * as floats.
 *
 * @param shape of every image
 * @param classes number of classes
 * @param mean a channel, in 0 to 1
 * @param deviation a channel, in 0 to 1, above 0
 */
public record Vectoriser(ImageShape shape, int classes, List<Double> mean, List<Double> deviation)
    implements Serializable {

  public Vectoriser {
    mean = List.copyOf(mean);
    deviation = List.copyOf(deviation);
    if (mean.size() != shape.channels() || deviation.size() != shape.channels()) {
      throw new IllegalArgumentException(
          "expected a mean and a deviation for each of " + shape.channels() + " channels");
    }
  }

  /** From a dataset's manifest. */
  public static Vectoriser of(DatasetManifest manifest) {
    return new Vectoriser(
        manifest.shape(), manifest.classes().size(), manifest.mean(), manifest.standardDeviation());
  }

  /** Of pixels that only become 0 to 1, where there is no dataset to normalise by. */
  public static Vectoriser plain(ImageShape shape, int classes) {
    return new Vectoriser(
        shape,
        classes,
        Collections.nCopies(shape.channels(), 0.0),
        Collections.nCopies(shape.channels(), 1.0));
  }

  /**
   * @return features [n, channels, height, width] and one-hot labels [n, classes]; an unknown label
   *     gives a row of zeros
   */
  public DataSet vectorise(List<Example> examples) {
    int n = examples.size();
    float[] labels = new float[n * classes];
    for (int i = 0; i < n; i++) {
      int label = examples.get(i).label();
      if (label >= 0) {
        labels[i * classes + label] = 1;
      }
    }
    return new DataSet(features(examples), Nd4j.create(labels, new long[] {n, classes}, 'c'));
  }

  /** The features alone: [n, channels, height, width]. */
  public INDArray features(List<Example> examples) {
    PixelScale scale = scale();
    float[] values = new float[examples.size() * scale.values()];
    int at = 0;
    for (Example example : examples) {
      scale.scale(example.pixels(), 0, values, at);
      at += scale.values();
    }
    return Nd4j.create(
        values, new long[] {examples.size(), shape.channels(), shape.height(), shape.width()}, 'c');
  }

  /** The same scaling for callers that keep arrays of their own. */
  public PixelScale scale() {
    return new PixelScale(shape, mean, deviation);
  }

  /** Position of the largest value, the first of equal ones. */
  public static int best(float[] row) {
    int best = 0;
    for (int i = 1; i < row.length; i++) {
      best = row[i] > row[best] ? i : best;
    }
    return best;
  }
}
