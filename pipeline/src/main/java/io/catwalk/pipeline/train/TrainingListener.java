package io.catwalk.pipeline.train;

import io.catwalk.pipeline.runs.History.Epoch;
import java.util.List;

/** Told, on the driver, how training gets on. */
public interface TrainingListener {

  /** Hears nothing. */
  TrainingListener SILENT = new TrainingListener() {};

  /**
   * Executors take their examples, which may last some seconds until the first epoch starts.
   *
   * @param network its name
   * @param examples in the training split
   */
  default void started(String network, int workers, long examples) {}

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

  default void epochFinished(Epoch result) {}

  /**
   * No further epoch follows, since the last ones brought no improvement.
   *
   * @param epoch that was the last, 1-based
   * @param best epoch, whose network is kept
   */
  default void endedEarly(int epoch, int best) {}

  /**
   * Training goes on from a checkpoint instead of beginning.
   *
   * @param epoch that is under way or comes next, 1-based
   * @param round of it that comes next, 0-based
   * @param checkpoint URI
   * @param before epochs that were over then
   */
  default void resumed(int epoch, int round, String checkpoint, List<Epoch> before) {}

  /** A page shows the training while it runs. May be called by any thread. */
  default void shownAt(String uri) {}

  /**
   * The network is trained; another follows that sees all of the training split but a fold, which
   * it then judges.
   *
   * @param fold 1-based
   * @param folds all of them
   * @param examples that it is trained on
   */
  default void foldStarted(int fold, int folds, long examples) {}

  /**
   * Training is over, and its result is judged.
   *
   * @param examples in the test split
   */
  default void evaluating(long examples) {}

  /** Something is wrong that does not stop training. May be called by any thread. */
  default void warned(String message) {}

  /** Tells two, one after the other. */
  record Both(TrainingListener first, TrainingListener second) implements TrainingListener {

    @Override
    public void started(String network, int workers, long examples) {
      first.started(network, workers, examples);
      second.started(network, workers, examples);
    }

    @Override
    public void epochStarted(int epoch, int epochs, long examples) {
      first.epochStarted(epoch, epochs, examples);
      second.epochStarted(epoch, epochs, examples);
    }

    @Override
    public void advanced(long done, double loss) {
      first.advanced(done, loss);
      second.advanced(done, loss);
    }

    @Override
    public void epochFinished(Epoch result) {
      first.epochFinished(result);
      second.epochFinished(result);
    }

    @Override
    public void endedEarly(int epoch, int best) {
      first.endedEarly(epoch, best);
      second.endedEarly(epoch, best);
    }

    @Override
    public void resumed(int epoch, int round, String checkpoint, List<Epoch> before) {
      first.resumed(epoch, round, checkpoint, before);
      second.resumed(epoch, round, checkpoint, before);
    }

    @Override
    public void shownAt(String uri) {
      first.shownAt(uri);
      second.shownAt(uri);
    }

    @Override
    public void foldStarted(int fold, int folds, long examples) {
      first.foldStarted(fold, folds, examples);
      second.foldStarted(fold, folds, examples);
    }

    @Override
    public void evaluating(long examples) {
      first.evaluating(examples);
      second.evaluating(examples);
    }

    @Override
    public void warned(String message) {
      first.warned(message);
      second.warned(message);
    }
  }
}
