package io.catwalk.pipeline.train;

import io.catwalk.models.learning.LearningRate;
import io.catwalk.pipeline.CatwalkException;
import io.catwalk.pipeline.train.averaging.AveragingMaster;
import java.util.List;
import java.util.Locale;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/**
 * When a training has gone astray for good: its loss or a parameter is not finite, or its loss is
 * more than ten times both the first round's and that of guessing, ln(classes). The latter keeps a
 * training that begins well from stopping at a harmless rise.
 *
 * @param first mean log loss of the first round
 * @param classes that the network tells apart
 */
record Divergence(double first, int classes) {

  private static final double FACTOR = 10;

  /**
   * @param result of a round
   * @param network after it
   */
  boolean is(AveragingMaster.RoundResult result, MultiLayerNetwork network) {
    return !finite(network) || exploded(result.loss());
  }

  /**
   * @param loss mean log loss of a round
   */
  boolean exploded(double loss) {
    return !Double.isFinite(loss) || loss > bound();
  }

  /** The largest loss that does not count as diverged. */
  private double bound() {
    return FACTOR * Math.max(first, Math.log(classes));
  }

  private static boolean finite(MultiLayerNetwork network) {
    return Double.isFinite(network.params().sumNumber().doubleValue());
  }

  /**
   * What to tell of it.
   *
   * @param where the round
   * @param rate {@code train.learning-rate}
   * @param hosts of the workers
   * @param saved about the last good checkpoint; may be empty
   */
  CatwalkException told(
      String where,
      AveragingMaster.RoundResult result,
      MultiLayerNetwork network,
      double rate,
      TrainingRun.WorkerHosts hosts,
      String saved) {
    return CatwalkException.data(
        String.format(
            Locale.ROOT,
            "Training diverged in %s: loss %s%s, more than the limit of %.4g (the first round's was %s), learning rate %s%s; try a smaller train.learning-rate than %s%s",
            where,
            result.loss(),
            finite(network) ? "" : " and parameters that are not finite",
            bound(),
            first,
            LearningRate.of(network),
            worst(result.losses(), hosts),
            rate,
            saved));
  }

  private static String worst(List<Double> losses, TrainingRun.WorkerHosts hosts) {
    if (losses.isEmpty()) {
      return "";
    }
    int worst = 0;
    for (int worker = 1; worker < losses.size(); worker++) {
      // NaN is the largest of doubles.
      worst = Double.compare(losses.get(worker), losses.get(worst)) > 0 ? worker : worst;
    }
    return String.format(
        Locale.ROOT,
        ", worst worker %d on %s (loss %s)",
        worst,
        hosts.of(worst),
        losses.get(worst));
  }
}
