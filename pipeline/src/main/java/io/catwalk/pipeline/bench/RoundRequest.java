package io.catwalk.pipeline.bench;

import io.catwalk.pipeline.config.ExperimentConfig;
import java.util.Locale;

/**
 * What to measure of averaging rounds.
 *
 * @param config the model, {@code train.*} and the cluster
 * @param warmUp rounds before anything counts
 * @param rounds measured, at least 1
 */
public record RoundRequest(ExperimentConfig config, int warmUp, int rounds) {

  public RoundRequest {
    if (warmUp < 0 || rounds < 1) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "expected a warm-up of at least 0 and at least 1 round, found %d and %d",
              warmUp,
              rounds));
    }
  }
}
