package io.catwalk.pipeline.config;

/**
 * What keeps a network from learning by heart, and its gradients from exploding.
 *
 * @param weightDecay of weights, not of biases and normalisation, at least 0; decoupled for adamw
 * @param labelSmoothing share of the target that all classes have in common, 0 to below 1
 * @param clipNorm largest length of a gradient; 0: any
 * @param clipValue largest magnitude of a gradient's numbers; 0: any
 */
public record RegularisationConfig(
    double weightDecay, double labelSmoothing, double clipNorm, double clipValue) {

  /** None of it. */
  public static final RegularisationConfig NONE = new RegularisationConfig(0, 0, 0, 0);
}
