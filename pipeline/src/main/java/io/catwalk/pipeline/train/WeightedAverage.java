package io.catwalk.pipeline.train;

import io.catwalk.pipeline.config.AveragingConfig;
import java.util.List;
import java.util.function.Function;

/**
 * The mean of workers' states, each weighted by the examples that it consumed: w = Σ nₖwₖ / Σ nₖ
 * (McDonald, Hall and Mann, Distributed training strategies for the structured perceptron, 2010).
 * Summed in double precision in the workers' order, so that the same results give the same bits
 * wherever they were computed; the mean of one worker is that worker's, unchanged.
 */
final class WeightedAverage {

  private WeightedAverage() {}

  /**
   * @param results in the workers' order; one that consumed nothing does not count
   * @param epoch of the averaged state, 0-based
   * @param averaging what is averaged: instead of the parameters' mean it may ask for the first
   *     worker's, instead of the updater's for zeros
   */
  static TrainingState of(List<WorkerResult> results, int epoch, AveragingConfig averaging) {
    List<WorkerResult> counted = results.stream().filter(result -> result.examples() > 0).toList();
    int iterations =
        counted.stream().mapToInt(result -> result.state().iterations()).max().orElseThrow();
    return new TrainingState(
        averaging.parameters()
            ? mean(counted, TrainingState::parameters)
            : counted.get(0).state().parameters(),
        averaging.updater()
            ? mean(counted, TrainingState::updater)
            : new float[counted.get(0).state().updater().length],
        iterations,
        epoch);
  }

  private static float[] mean(List<WorkerResult> results, Function<TrainingState, float[]> part) {
    double examples = results.stream().mapToLong(WorkerResult::examples).sum();
    float[][] values = new float[results.size()][];
    double[] weights = new double[results.size()];
    for (int worker = 0; worker < values.length; worker++) {
      values[worker] = part.apply(results.get(worker).state());
      weights[worker] = results.get(worker).examples() / examples;
    }
    float[] mean = new float[values[0].length];
    for (int i = 0; i < mean.length; i++) {
      double sum = 0;
      for (int worker = 0; worker < values.length; worker++) {
        sum += weights[worker] * values[worker][i];
      }
      mean[i] = (float) sum;
    }
    return mean;
  }
}
