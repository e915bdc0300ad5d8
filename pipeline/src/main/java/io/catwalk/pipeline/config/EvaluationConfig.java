package io.catwalk.pipeline.config;

/**
 * How it is judged ({@code evaluate.*}).
 *
 * @param minibatch examples scored in one forward pass, at least 1
 * @param calibrationBins equal-width bins of the expected calibration error, 2 to 100
 */
public record EvaluationConfig(int minibatch, int calibrationBins) {}
