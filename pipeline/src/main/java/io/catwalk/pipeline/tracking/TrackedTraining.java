package io.catwalk.pipeline.tracking;

import io.catwalk.pipeline.runs.History.Epoch;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * All that is known of a training at one moment.
 *
 * @param runId its name
 * @param settings key → value of what decides its result
 * @param began when
 * @param epochs that are over
 * @param state where it is
 * @param results figure → value, on the test split; empty before the end
 * @param facts name → text, as which dataset; empty before the end
 */
record TrackedTraining(
    String runId,
    Map<String, String> settings,
    Instant began,
    List<FinishedEpoch> epochs,
    State state,
    Map<String, Double> results,
    Map<String, String> facts) {

  TrackedTraining {
    epochs = List.copyOf(epochs);
  }

  /** Where a training is. */
  enum State {
    RUNNING,
    FINISHED,
    FAILED
  }

  /**
   * An epoch with the moment of its end.
   *
   * @param result its figures
   * @param ended when
   */
  record FinishedEpoch(Epoch result, Instant ended) {

    /** Figure → value, those that are known. */
    Map<String, Double> figures() {
      Map<String, Double> figures = new TreeMap<>();
      put(figures, "train_loss", result.trainLoss());
      put(figures, "validation_loss", result.validationLoss());
      put(figures, "validation_accuracy", result.validationAccuracy());
      put(figures, "validation_f1", result.validationF1());
      put(figures, "learning_rate", result.learningRate());
      put(figures, "images_per_second", result.imagesPerSecond());
      return figures;
    }

    private static void put(Map<String, Double> figures, String name, double value) {
      if (Double.isFinite(value)) {
        figures.put(name, value);
      }
    }
  }
}
