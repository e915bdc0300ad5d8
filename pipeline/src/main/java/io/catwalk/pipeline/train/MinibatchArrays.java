package io.catwalk.pipeline.train;

import io.catwalk.models.ImageShape;
import io.catwalk.pipeline.ingest.PixelScale;
import io.catwalk.pipeline.ingest.Vectoriser;
import java.util.Arrays;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The arrays of one minibatch, filled again and again: features [n, channels, height, width] and
 * labels [n, classes], where an unknown one is a row of zeros.
 */
final class MinibatchArrays {

  private final PixelScale scale;
  private final int classes;
  private final int size;
  private final float[] pixels;
  private final float[] targets;
  private final INDArray features;
  private final INDArray labels;

  MinibatchArrays(Vectoriser vectoriser, PixelScale scale, int size) {
    ImageShape shape = vectoriser.shape();
    this.scale = scale;
    this.classes = vectoriser.classes();
    this.size = size;
    this.pixels = new float[size * scale.values()];
    this.targets = new float[size * classes];
    this.features =
        Nd4j.createUninitialized(
            DataType.FLOAT, size, shape.channels(), shape.height(), shape.width());
    this.labels = Nd4j.createUninitialized(DataType.FLOAT, size, classes);
  }

  /**
   * @param from position in the range's order of the first example
   */
  MinibatchArrays fill(MinibatchFeed.Range range, int from) {
    ResidentExamples examples = range.examples();
    Arrays.fill(targets, 0);
    for (int i = 0; i < size; i++) {
      int position = range.order()[from + i];
      examples.features(position, scale, pixels, i * scale.values());
      examples.target(position, targets, i * classes);
    }
    smooth(range.recipe().labelSmoothing());
    NativeFloats.write(pixels, features);
    NativeFloats.write(targets, labels);
    return this;
  }

  private void smooth(double share) {
    if (share == 0) {
      return;
    }
    float kept = (float) (1 - share);
    float common = (float) (share / classes);
    for (int i = 0; i < targets.length; i++) {
      targets[i] = kept * targets[i] + common;
    }
  }

  int size() {
    return size;
  }

  INDArray features() {
    return features;
  }

  INDArray labels() {
    return labels;
  }
}
