package io.catwalk.pipeline.train;

import io.catwalk.models.Hyperparameters;
import io.catwalk.models.transfer.Transfer;
import io.catwalk.pipeline.train.data.Extraction;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/**
 * A network as training begins with it.
 *
 * @param trained the part that is trained: all of it, where nothing is frozen
 * @param transfer what it was taken from; null for a new one
 */
public record Beginning(
    MultiLayerNetwork trained, Transfer transfer, Hyperparameters hyperparameters) {

  /** What its frozen layers do. */
  public Extraction extraction() {
    return transfer == null || !transfer.freezes() ? Extraction.NONE : Extraction.of(transfer);
  }

  /** A network that takes images, from its trained part. */
  public MultiLayerNetwork whole(MultiLayerNetwork part) {
    return transfer == null ? part : transfer.whole(hyperparameters, part);
  }
}
