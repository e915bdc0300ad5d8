package io.catwalk.pipeline.bench;

import io.catwalk.pipeline.config.ExperimentConfig;
import java.util.Locale;

/**
 * What to measure of whole epochs.
 *
 * @param config the model, {@code train.*} and the cluster
 * @param images an epoch at most, at least one a worker
 * @param againstStock measure Deeplearning4j's own master with its own layers too
 * @param pytorch an interpreter that has torch, or null to do without
 * @param repeats measured epochs of each, of which the median is told, at least 1
 */
public record TrainRequest(
    ExperimentConfig config, int images, boolean againstStock, String pytorch, int repeats) {

  public TrainRequest {
    if (images < config.train().workers() || repeats < 1) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "expected at least an image a worker and 1 repeat, found %d and %d",
              images,
              repeats));
    }
  }
}
