package io.catwalk.pipeline.train.checkpoint;

import io.catwalk.pipeline.train.ValidationScore;
import io.catwalk.pipeline.train.state.NetworkCopy;

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
