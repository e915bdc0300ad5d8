package io.catwalk.pipeline.run;

/**
 * Which model is to explain which image. Exactly one of run and model is given.
 *
 * @param run a run's id in storage or its URI; null when a model is named
 * @param model path or URI of a {@code model.zip}; null when a run is named
 * @param image a file, on any Hadoop file system
 * @param layer name of the layer whose feature maps are shown; null for the last that has some
 * @param className whose score is explained; null for the most probable class
 * @param out the folder of the pictures; null puts it into storage
 */
public record ExplanationRequest(
    String run, String model, String image, String layer, String className, String out) {

  public ExplanationRequest {
    if ((run == null) == (model == null)) {
      throw new IllegalArgumentException("expected either a run or a model");
    }
  }
}
