package io.catwalk.pipeline.dataset;

import java.io.Serializable;
import java.util.Map;

/**
 * What is known of an image beside its pixels and its class; by these a report finds out where a
 * model is weak.
 *
 * @param sourceWidth in pixels, upright, before resizing
 * @param sourceHeight in pixels, upright, before resizing
 * @param brightness mean of all values, 0 to 1
 * @param attributes further columns of the table that divides the data, name → value; empty where
 *     there are none
 */
public record ImageFacts(
    int sourceWidth, int sourceHeight, double brightness, Map<String, String> attributes)
    implements Serializable {

  public ImageFacts {
    attributes = Map.copyOf(attributes);
  }
}
