package io.catwalk.models.onnx;

import io.catwalk.models.ImageShape;
import java.util.List;

/**
 * What becomes of an image before a network sees it.
 *
 * @param shape what the network takes
 * @param resizing how an image becomes as large
 * @param mean of each channel, of values between 0 and 1
 * @param deviation of each channel, above 0
 */
public record ImagePreparation(
    ImageShape shape, Resizing resizing, List<Double> mean, List<Double> deviation) {

  public ImagePreparation {
    mean = List.copyOf(mean);
    deviation = List.copyOf(deviation);
    if (mean.size() != shape.channels() || deviation.size() != shape.channels()) {
      throw new IllegalArgumentException(
          "expected a mean and a deviation for each of " + shape.channels() + " channels");
    }
  }
}
