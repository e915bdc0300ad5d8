package io.catwalk.pipeline.train.data;

import io.catwalk.pipeline.dataset.PixelScale;

/** What frozen layers made of images. */
public final class ResidentFeatures implements ResidentExamples {

  private static final long serialVersionUID = 1L;

  private final float[][] features;
  private final int[] labels;

  /**
   * @param features of each example
   * @param labels of each, or -1 where it is not known
   */
  public ResidentFeatures(float[][] features, int[] labels) {
    this.features = features;
    this.labels = labels;
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
  public void features(int position, PixelScale scale, float[] into, int at) {
    System.arraycopy(features[position], 0, into, at, features[position].length);
  }
}
