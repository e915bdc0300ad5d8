package io.catwalk.models.engine;

import java.util.List;

/**
 * What becomes of bytes and labels before a network sees them.
 *
 * @param mean of each channel, of values between 0 and 1
 * @param deviation of each channel, above 0
 * @param smoothing share of each target that is spread over all classes, 0 to below 1
 * @param classWeights what an example counts by its class; empty: all the same
 */
public record Preparation(
    List<Double> mean, List<Double> deviation, double smoothing, List<Double> classWeights) {

  public Preparation {
    mean = List.copyOf(mean);
    deviation = List.copyOf(deviation);
    classWeights = List.copyOf(classWeights);
    if (mean.size() != deviation.size()) {
      throw new IllegalArgumentException(
          "expected as many deviations as means, found "
              + deviation.size()
              + " and "
              + mean.size());
    }
  }

  /** (pixel / 255 − mean) / deviation for all bytes of each channel: [channels][256]. */
  public float[][] table() {
    float[][] table = new float[mean.size()][256];
    for (int channel = 0; channel < table.length; channel++) {
      for (int pixel = 0; pixel < 256; pixel++) {
        table[channel][pixel] =
            (float) ((pixel / 255.0 - mean.get(channel)) / deviation.get(channel));
      }
    }
    return table;
  }

  /**
   * What a network should answer for an example of each class: [classes][classes]; times the
   * class's weight, so that its numbers add up to that.
   */
  public float[][] targets(int classes) {
    float[][] targets = new float[classes][classes];
    float kept = (float) (1 - smoothing);
    float common = (float) (smoothing / classes);
    for (int label = 0; label < classes; label++) {
      float weight = classWeights.isEmpty() ? 1 : classWeights.get(label).floatValue();
      for (int c = 0; c < classes; c++) {
        float target = c == label ? 1 : 0;
        targets[label][c] = (smoothing == 0 ? target : kept * target + common) * weight;
      }
    }
    return targets;
  }
}
