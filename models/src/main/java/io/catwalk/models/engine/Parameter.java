package io.catwalk.models.engine;

import io.catwalk.models.learning.WeightPenalty;
import java.util.List;

/**
 * A part of the flattened parameters.
 *
 * @param layer index of the layer that it belongs to
 * @param name DL4J's name of it within the layer, for example {@code W}; {@code 0.W} within a
 *     residual block
 * @param kind what it is
 * @param offset position of its first number in the flattened parameters
 * @param shape as its numbers lie there, the last dimension changing fastest: weights of a
 *     convolution [out, in, height, width], weights of a dense layer [out, in] (in: channel by
 *     channel, as flattened maps lie), anything else [channels]
 * @param penalty on its numbers; coefficient 0 for none
 */
public record Parameter(
    int layer, String name, Kind kind, long offset, List<Integer> shape, WeightPenalty penalty) {

  /** What a parameter is to its layer. */
  public enum Kind {
    WEIGHT,
    BIAS,
    GAMMA,
    BETA,
    /** Running mean of batch normalisation: no gradient. */
    RUNNING_MEAN,
    /** Running variance of batch normalisation: no gradient. */
    RUNNING_VARIANCE,
    /** The decimal logarithm of the running standard deviation: no gradient. */
    RUNNING_LOG_DEVIATION;

    /** Whether it is a running statistic, which no updater and no clipping touches. */
    public boolean isStatistic() {
      return this == RUNNING_MEAN || this == RUNNING_VARIANCE || this == RUNNING_LOG_DEVIATION;
    }
  }

  public Parameter {
    shape = List.copyOf(shape);
  }

  /** Numbers in it. */
  public long length() {
    return shape.stream().mapToLong(Integer::longValue).reduce(1, (a, b) -> a * b);
  }

  /** Position behind its last number. */
  public long end() {
    return offset + length();
  }
}
