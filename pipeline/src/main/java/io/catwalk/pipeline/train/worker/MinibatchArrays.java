package io.catwalk.pipeline.train.worker;

import io.catwalk.models.ImageShape;
import io.catwalk.pipeline.dataset.PixelScale;
import io.catwalk.pipeline.dataset.Vectoriser;
import io.catwalk.pipeline.train.augment.Augmentation;
import io.catwalk.pipeline.train.augment.Mixing;
import io.catwalk.pipeline.train.data.ExampleWeights;
import io.catwalk.pipeline.train.data.Recipe;
import io.catwalk.pipeline.train.data.ResidentExamples;
import io.catwalk.pipeline.train.state.NativeFloats;
import java.util.Arrays;
import java.util.List;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The arrays of one minibatch, filled again and again: features [n, channels, height, width] and
 * labels [n, classes], where an unknown one is a row of zeros.
 */
public final class MinibatchArrays {

  private final ImageShape shape;
  private final PixelScale scale;
  private final int classes;
  private final int size;
  private final float[] pixels;
  private final float[] targets;
  private final INDArray features;
  private final INDArray labels;

  MinibatchArrays(Vectoriser vectoriser, PixelScale scale, int size) {
    this.shape = vectoriser.shape();
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
   * @param augmentation null where images stay as they are
   */
  MinibatchArrays fill(MinibatchFeed.Range range, int from, Augmentation augmentation) {
    ResidentExamples examples = range.examples();
    Recipe recipe = range.recipe();
    Arrays.fill(targets, 0);
    for (int i = 0; i < size; i++) {
      int position = range.order()[from + i];
      int at = i * scale.values();
      if (augmentation == null) {
        examples.features(position, scale, pixels, at);
      } else {
        augmentation.features(examples, position, range.seeds().of(position), pixels, at);
      }
      examples.target(position, targets, i * classes);
    }
    smooth(recipe.labelSmoothing());
    weigh(range, from);
    if (recipe.augment().mixes()) {
      new Mixing(recipe.augment(), shape).apply(seeds(range, from), pixels, targets);
    }
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

  /** A target whose numbers add up to the example's weight. */
  private void weigh(MinibatchFeed.Range range, int from) {
    ResidentExamples examples = range.examples();
    List<Double> ofClasses = range.recipe().classWeights();
    ExampleWeights own = examples.weights();
    if (ofClasses.isEmpty() && own.equal()) {
      return;
    }
    for (int i = 0; i < size; i++) {
      int position = range.order()[from + i];
      float weight = own.of(position);
      if (!ofClasses.isEmpty()) {
        weight *= ofClasses.get(examples.label(position)).floatValue();
      }
      for (int c = i * classes; c < (i + 1) * classes; c++) {
        targets[c] *= weight;
      }
    }
  }

  private long[] seeds(MinibatchFeed.Range range, int from) {
    long[] seeds = new long[size];
    for (int i = 0; i < size; i++) {
      seeds[i] = range.seeds().of(range.order()[from + i]);
    }
    return seeds;
  }

  public int size() {
    return size;
  }

  public INDArray features() {
    return features;
  }

  public INDArray labels() {
    return labels;
  }
}
