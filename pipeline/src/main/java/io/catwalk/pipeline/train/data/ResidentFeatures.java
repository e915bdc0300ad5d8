package io.catwalk.pipeline.train.data;

import io.catwalk.pipeline.dataset.PixelScale;
import java.util.stream.IntStream;

/** What frozen layers made of images. */
public final class ResidentFeatures implements ResidentExamples {

  private static final long serialVersionUID = 1L;

  private final float[][] features;
  private final int[] labels;
  private final ExampleWeights weights;
  private final SoftTargets softTargets;

  /**
   * @param features of each example
   * @param images that they were made of, with their labels, weights and targets
   */
  public ResidentFeatures(float[][] features, ResidentExamples images) {
    this.features = features;
    this.labels = IntStream.range(0, images.size()).map(images::label).toArray();
    this.weights = images.weights();
    this.softTargets = images.softTargets();
  }

  @Override
  public int size() {
    return labels.length;
  }

  @Override
  public int label(int position) {
    return labels[position];
  }

  @Override
  public ExampleWeights weights() {
    return weights;
  }

  @Override
  public SoftTargets softTargets() {
    return softTargets;
  }

  @Override
  public void features(int position, PixelScale scale, float[] into, int at) {
    System.arraycopy(features[position], 0, into, at, features[position].length);
  }
}
