package io.catwalk.pipeline.config;

/**
 * How it is judged ({@code evaluate.*}), and what computes that.
 *
 * @param minibatch examples scored in one forward pass, at least 1
 * @param calibrationBins equal-width bins of the expected calibration error, 2 to 100
 * @param compute what computes
 */
public record EvaluationConfig(int minibatch, int calibrationBins, ComputeConfig compute) {

  /** By Catwalk's layers. */
  public EvaluationConfig(int minibatch, int calibrationBins) {
    this(minibatch, calibrationBins, ComputeConfig.ENGINE);
  }
}
