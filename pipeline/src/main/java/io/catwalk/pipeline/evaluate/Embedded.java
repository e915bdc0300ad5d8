package io.catwalk.pipeline.evaluate;

import java.io.Serializable;

/**
 * What a network makes of one image.
 *
 * @param confidence probability of the predicted class; NaN where the image gave none
 * @param embedding what comes into the last layer, feature maps meant over their pixels; empty
 *     where the image gave none
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
public record Embedded(double confidence, float[] embedding) implements Serializable {

  /** Of an image that cannot be measured. */
  static final Embedded NOTHING = new Embedded(Double.NaN, new float[0]);

  /** Nothing where any number is none. */
  static Embedded of(float[] probabilities, float[] embedding) {
    double confidence = Double.NEGATIVE_INFINITY;
    for (float probability : probabilities) {
      confidence = Math.max(confidence, probability);
    }
    boolean sound = Double.isFinite(confidence);
    for (float value : embedding) {
      sound &= Float.isFinite(value);
    }
    return sound ? new Embedded(confidence, embedding) : NOTHING;
  }
}
