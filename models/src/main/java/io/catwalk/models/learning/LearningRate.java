package io.catwalk.models.learning;

import java.util.Objects;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.config.RmsProp;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.schedule.ISchedule;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonIgnore;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * A learning rate that changes by iterations or by epochs: warm-up, then a curve.
 *
 * @param rate the whole rate, above 0
 * @param byEpoch whether a step is an epoch; else it is an iteration
 * @param warmUp steps in which the rate rises in a straight line to where the curve begins; 0 for
 *     none
 * @param curve that follows; its step 0 is the first after the warm-up
 * @param reduction factor over all, above 0 to 1, which is no part of the stored configuration:
 *     whoever trains says it, see {@link #reduce}
 */
public record LearningRate(
    @JsonProperty("rate") double rate,
    @JsonProperty("byEpoch") boolean byEpoch,
    @JsonProperty("warmUp") int warmUp,
    @JsonProperty("curve") RateCurve curve,
    @JsonIgnore double reduction)
    implements ISchedule {

  /** Without a reduction. */
  @JsonCreator
  public LearningRate(
      @JsonProperty("rate") double rate,
      @JsonProperty("byEpoch") boolean byEpoch,
      @JsonProperty("warmUp") int warmUp,
      @JsonProperty("curve") RateCurve curve) {
    this(rate, byEpoch, warmUp, curve, 1);
  }

  @Override
  public double valueAt(int iteration, int epoch) {
    int step = byEpoch ? epoch : iteration;
    double share =
        step < warmUp ? curve.share(0) * (step + 1) / warmUp : curve.share(step - warmUp);
    return rate * share * reduction;
  }

  @Override
  public LearningRate clone() {
    return this;
  }

  private LearningRate reducedTo(double factor) {
    return new LearningRate(rate, byEpoch, warmUp, curve, factor);
  }

  /**
   * Multiplies the learning rates of this kind in a whole network from now on, instead of by what
   * was said before.
   *
   * @param factor above 0 to 1
   */
  public static void reduce(MultiLayerNetwork network, double factor) {
    for (Layer layer : network.getLayers()) {
      if (layer.conf().getLayer() instanceof BaseLayer trained) {
        reduce(trained.getIUpdater(), factor);
        reduce(trained.getBiasUpdater(), factor);
      }
    }
  }

  /** What a network's next step uses: of its first layer that learns. */
  public static double of(MultiLayerNetwork network) {
    return IntStream.range(0, network.getnLayers())
        .mapToObj(network::getLearningRate)
        .filter(Objects::nonNull)
        .findFirst()
        .orElseThrow();
  }

  private static void reduce(IUpdater updater, double factor) {
    if (scheduleOf(updater) instanceof LearningRate ours && ours.reduction != factor) {
      updater.setLrAndSchedule(Double.NaN, ours.reducedTo(factor));
    }
  }

  private static ISchedule scheduleOf(IUpdater updater) {
    if (updater instanceof Adam adam) {
      return adam.getLearningRateSchedule();
    }
    if (updater instanceof Sgd sgd) {
      return sgd.getLearningRateSchedule();
    }
    if (updater instanceof Nesterovs nesterovs) {
      return nesterovs.getLearningRateSchedule();
    }
    return updater instanceof RmsProp rmsProp ? rmsProp.getLearningRateSchedule() : null;
  }
}
