package io.catwalk.pipeline.train.data;

import io.catwalk.pipeline.dataset.PixelScale;
import io.catwalk.pipeline.train.worker.ScoreResident;
import java.util.List;

/** Examples that somebody brought as floats, normalised as they like. */
final class ResidentDataSets implements ResidentExamples {

  private static final long serialVersionUID = 1L;

  private final float[][] features;
  private final float[][] targets;

  /**
   * @param examples in the order in which positions count them
   */
  ResidentDataSets(List<FloatExample> examples) {
    features = examples.stream().map(FloatExample::features).toArray(float[][]::new);
    targets = examples.stream().map(FloatExample::target).toArray(float[][]::new);
  }

  @Override
  public int size() {
    return features.length;
  }

  @Override
  public int label(int position) {
    return ScoreResident.best(targets[position]);
  }

  @Override
  public void features(int position, PixelScale scale, float[] into, int at) {
    System.arraycopy(features[position], 0, into, at, features[position].length);
  }

  @Override
  public void target(int position, float[] into, int at) {
    System.arraycopy(targets[position], 0, into, at, targets[position].length);
  }
}
