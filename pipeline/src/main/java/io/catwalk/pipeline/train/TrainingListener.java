package io.catwalk.pipeline.train;

/** Told, on the driver, how training gets on. */
public interface TrainingListener {

  /** Hears nothing. */
  TrainingListener SILENT = new TrainingListener() {};

  /**
   * @param epoch 1-based
   * @param epochs planned
   * @param examples in the training split
   */
  default void epochStarted(int epoch, int epochs, long examples) {}

  /**
   * After each averaging.
   *
   * @param done examples of this epoch consumed so far
   * @param loss mean loss of the last round, NaN where it is not known
   */
  default void advanced(long done, double loss) {}

  default void epochFinished(EpochResult result) {}
}
