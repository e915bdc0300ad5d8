package io.catwalk.pipeline.run;

/**
 * Which model is judged on what. Exactly one of run and model is given.
 *
 * @param run a run's id in storage or its URI; null when a model is named
 * @param model path or URI of a {@code model.zip}; null when a run is named
 * @param dataset {@code name}, {@code name@version} or the URI of a dataset's folder; null takes
 *     the one the model was trained on
 */
public record EvaluationRequest(String run, String model, String dataset) {

  public EvaluationRequest {
    if ((run == null) == (model == null)) {
      throw new IllegalArgumentException("expected either a run or a model");
    }
  }
}
