package io.catwalk.pipeline.config;

/**
 * Which epoch is the best, and when there will hardly be a better one ({@code
 * train.early-stopping.*}).
 *
 * @param metric of the validation split: accuracy, loss or f1
 * @param patience epochs without improvement after which training ends; 0: never
 * @param minimumImprovement what counts as one, at least 0
 */
public record EarlyStoppingConfig(String metric, int patience, double minimumImprovement) {

  /** What reference.conf says. */
  public static final EarlyStoppingConfig NEVER = new EarlyStoppingConfig("accuracy", 0, 0);
}
