package io.catwalk.pipeline.config;

/**
 * The outer optimiser, which makes the next parameters out of the workers' average ({@code
 * train.outer*}).
 *
 * @param name average or nesterov
 * @param learningRate of nesterov, above 0
 * @param momentum of nesterov, 0 to below 1
 */
public record OuterConfig(String name, double learningRate, double momentum) {

  /** The average itself. */
  public static final OuterConfig AVERAGE = new OuterConfig("average", 0.7, 0.9);
}
