package io.catwalk.pipeline.train;

import io.catwalk.pipeline.config.LearningConfig.EarlyStopping;
import io.catwalk.pipeline.model.TrainedModel;
import io.catwalk.pipeline.runs.History.Epoch;
import java.util.List;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/**
 * What training gave.
 *
 * @param model the network of the best epoch
 * @param bestEpoch 1-based: the one with the best validation score, or the last where nothing
 *     validates
 * @param history a line an epoch
 * @param examples in the training split
 * @param seconds of training alone, without validation
 */
public record TrainingResult(
    TrainedModel model, int bestEpoch, List<Epoch> history, long examples, double seconds) {

  public TrainingResult {
    history = List.copyOf(history);
  }

  /** The same with another network, of which the trained one is a part. */
  TrainingResult with(MultiLayerNetwork network) {
    return new TrainingResult(
        new TrainedModel(model.card(), network), bestEpoch, history, examples, seconds);
  }

  /** The epoch whose network was kept. */
  public Epoch best() {
    return history.get(bestEpoch - 1);
  }

  /** Of the best epoch on the validation split: the larger, the better, so a loss is negative. */
  public double bestScore(EarlyStopping.Metric metric) {
    return Stagnation.value(best(), metric);
  }

  /** Examples consumed a second of training, all workers together. */
  public double imagesPerSecond() {
    return seconds == 0 ? 0 : examples * (double) history.size() / seconds;
  }
}
