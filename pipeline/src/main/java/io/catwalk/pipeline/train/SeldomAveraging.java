package io.catwalk.pipeline.train;

import io.catwalk.pipeline.Counted;
import io.catwalk.pipeline.config.TrainingConfig;
import java.util.Locale;
import java.util.Optional;

/** Tells of a frequency that lets a whole epoch go by before networks are averaged. */
final class SeldomAveraging {

  private SeldomAveraging() {}

  /**
   * In one line; empty where networks are averaged twice an epoch or more, or there is only one.
   *
   * @param examples of the training split
   */
  static Optional<String> of(TrainingConfig config, long examples) {
    int workers = config.workers();
    int minibatch = config.minibatch();
    int frequency = config.averaging().frequency(config.epochs());
    long share = (examples + workers - 1) / workers;
    long minibatches = (share + minibatch - 1) / minibatch;
    if (workers == 1 || minibatches > frequency) {
      return Optional.empty();
    }
    String fewerExamples = "fewer train.workers or a smaller train.minibatch";
    return Optional.of(
        String.format(
            Locale.ROOT,
            "averaging: train.averaging-frequency = %d, where a worker has %s an epoch: networks are averaged once an epoch, and learn little from each other; %s",
            frequency,
            Counted.of(minibatches, "minibatch"),
            minibatches < 2
                ? "set " + fewerExamples
                : String.format(
                    Locale.ROOT,
                    "set train.averaging-frequency=%d, or %s",
                    Math.max(1, minibatches / 4),
                    fewerExamples)));
  }
}
