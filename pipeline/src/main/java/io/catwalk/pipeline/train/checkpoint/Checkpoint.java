package io.catwalk.pipeline.train.checkpoint;

import io.catwalk.pipeline.runs.History.Epoch;
import io.catwalk.pipeline.train.state.NetworkCopy;
import io.catwalk.pipeline.train.worker.ValidationScore;
import java.util.List;

/**
 * All that a training needs to go on as if nothing had happened.
 *
 * @param position where it goes on
 * @param firstLoss loss of its very first round, NaN before that
 * @param history finished epochs
 * @param best epoch so far
 * @param network as of the last round
 * @param velocity of the outer optimiser; empty where it has none
 * @param average moving average of the parameters; empty where none is kept
 */
public record Checkpoint(
    Position position,
    double firstLoss,
    List<Epoch> history,
    Best best,
    NetworkCopy network,
    float[] velocity,
    float[] average)
    implements AutoCloseable {

  public Checkpoint {
    history = List.copyOf(history);
  }

  /** Frees the network's copy; the best epoch's belongs to the training. */
  @Override
  public void close() {
    network.close();
  }

  /**
   * The best epoch so far.
   *
   * @param epoch 1-based; 0 while there is none
   * @param score on the validation split
   * @param network after that epoch; null while there is none
   */
  public record Best(int epoch, ValidationScore score, NetworkCopy network) {

    public static final Best NONE = new Best(0, ValidationScore.NONE, null);
  }
}
