package io.catwalk.pipeline.api;

import java.util.List;

/**
 * What a network says of one image.
 *
 * @param label name of the most probable class; the first of equals
 * @param probability of that class, 0 to 1
 * @param probabilities of all classes in the order of {@link ImageClassifier#classes}, adding up to
 *     1
 */
public record Classification(String label, float probability, List<Float> probabilities) {

  public Classification {
    probabilities = List.copyOf(probabilities);
  }
}
