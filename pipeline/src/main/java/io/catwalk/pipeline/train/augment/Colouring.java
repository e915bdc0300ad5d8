package io.catwalk.pipeline.train.augment;

import io.catwalk.models.ImageShape;
import io.catwalk.pipeline.config.AugmentConfig;
import io.catwalk.pipeline.dataset.Vectoriser;
import java.util.List;

/**
 * Changes brightness (all pixels times a factor) and contrast (their differences from the image's
 * mean times a factor) of normalised images, in one multiplication and addition a pixel. What
 * leaves the range from black to white is cut off.
 */
final class Colouring {

  private final AugmentConfig config;
  private final int plane;
  private final float[] mean;
  private final float[] deviation;

  Colouring(AugmentConfig config, Vectoriser vectoriser) {
    ImageShape shape = vectoriser.shape();
    this.config = config;
    this.plane = shape.height() * shape.width();
    this.mean = floats(vectoriser.mean());
    this.deviation = floats(vectoriser.deviation());
  }

  static float[] floats(List<Double> values) {
    float[] floats = new float[values.size()];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = values.get(i).floatValue();
    }
    return floats;
  }

  /** Changes the image that begins at {@code at}, in place. */
  void apply(float[] values, int at, Dice dice) {
    float brightness = factor(config.brightness(), dice);
    apply(values, at, brightness, factor(config.contrast(), dice));
  }

  /** Changes it by given factors; 1 leaves it as it is. */
  void apply(float[] values, int at, float brightness, float contrast) {
    float grey = contrast == 1 ? 0 : meanOf(values, at);
    for (int channel = 0; channel < mean.length; channel++) {
      float scale = deviation[channel];
      float centre = mean[channel];
      float times = brightness * contrast;
      float plus = (times * centre + brightness * (1 - contrast) * grey - centre) / scale;
      float least = -centre / scale;
      float most = (1 - centre) / scale;
      int from = at + channel * plane;
      for (int i = from; i < from + plane; i++) {
        values[i] = Math.min(most, Math.max(least, times * values[i] + plus));
      }
    }
  }

  private static float factor(double range, Dice dice) {
    return range > 0 ? (float) dice.between(1 - range, 1 + range) : 1;
  }

  /** In 0 to 1, over all channels. */
  private float meanOf(float[] values, int at) {
    float sum = 0;
    for (int channel = 0; channel < mean.length; channel++) {
      float ofChannel = 0;
      int from = at + channel * plane;
      for (int i = from; i < from + plane; i++) {
        ofChannel += values[i];
      }
      sum += ofChannel / plane * deviation[channel] + mean[channel];
    }
    return sum / mean.length;
  }
}
