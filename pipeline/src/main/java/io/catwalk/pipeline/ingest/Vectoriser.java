package io.catwalk.pipeline.ingest;

import io.catwalk.models.ImageShape;
import java.io.Serializable;
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
    float[][] table = table();
    int plane = shape.height() * shape.width();
    float[] values = new float[examples.size() * shape.values()];
    int at = 0;
    for (Example example : examples) {
      byte[] pixels = example.pixels();
      for (int channel = 0, from = 0; channel < shape.channels(); channel++) {
        float[] scaled = table[channel];
        for (int end = from + plane; from < end; from++) {
          values[at++] = scaled[pixels[from] & 0xff];
        }
      }
    }
    return Nd4j.create(
        values, new long[] {examples.size(), shape.channels(), shape.height(), shape.width()}, 'c');
  }

  /** What each of the 256 values of a byte becomes, a channel. */
  private float[][] table() {
    float[][] table = new float[shape.channels()][256];
    for (int channel = 0; channel < table.length; channel++) {
      for (int value = 0; value < 256; value++) {
        table[channel][value] =
            (float) ((value / 255.0 - mean.get(channel)) / deviation.get(channel));
      }
    }
    return table;
  }
}
