package io.catwalk.models.engine;

import io.catwalk.models.blocks.ActivationFunction;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * One operation of a plan: computes the value {@code output} from the value {@code input}, both
 * indexes into {@link Plan#values()}. Parameters are indexes into {@link Plan#parameters()}.
 */
public sealed interface Operation {

  /** Index of the layer that it is a part of. */
  int layer();

  /** Index of the value that it reads; of the first where it reads two. */
  int input();

  /** Indexes of all values that it reads. */
  default List<Integer> inputs() {
    return List.of(input());
  }

  /** Index of the value that it writes; every value but the plan's input is written once. */
  int output();

  /**
   * Cross-correlation of maps [N, in, H, W] with weights [out, in, height, width], a bias a filter
   * where there is one, and an activation function.
   */
  record Convolve(
      int layer,
      int input,
      int output,
      Window window,
      int weights,
      OptionalInt bias,
      ActivationFunction function)
      implements Operation {}

  /**
   * Rows of values from rows of values, or from maps as they flatten, channel by channel: weights
   * [out, in], a bias a value where there is one, and an activation function.
   */
  record Dense(
      int layer, int input, int output, int weights, OptionalInt bias, ActivationFunction function)
      implements Operation {}

  /**
   * Batch normalisation of maps by channel, or of rows by value: y = f(gamma·(x − mean) /
   * √(variance + epsilon) + beta). In training by the minibatch's mean and variance (of the
   * population), towards which the running ones move: running = decay·running + (1 − decay)·batch.
   * In inference by the running ones.
   *
   * @param scale gamma and beta
   * @param mean running mean
   * @param variance running variance, or its log deviation, as the parameter's kind tells: variance
   *     = 10^(2·log deviation)
   * @param function IDENTITY or RELU
   */
  record Normalise(
      int layer,
      int input,
      int output,
      Scale scale,
      int mean,
      int variance,
      double epsilon,
      double decay,
      ActivationFunction function)
      implements Operation {}

  /**
   * What follows a normalisation: trained gammas and betas, or the same fixed pair for every
   * channel.
   *
   * @param gamma parameter; empty where it is fixed
   * @param beta parameter; empty where it is fixed
   * @param fixedGamma the number, where it is fixed
   * @param fixedBeta the number, where it is fixed
   */
  record Scale(
      OptionalInt gamma, OptionalInt beta, OptionalDouble fixedGamma, OptionalDouble fixedBeta) {

    static Scale trained(int gamma, int beta) {
      return new Scale(
          OptionalInt.of(gamma),
          OptionalInt.of(beta),
          OptionalDouble.empty(),
          OptionalDouble.empty());
    }

    static Scale fixed(double gamma, double beta) {
      return new Scale(
          OptionalInt.empty(),
          OptionalInt.empty(),
          OptionalDouble.of(gamma),
          OptionalDouble.of(beta));
    }
  }

  /** The largest value or the mean of every window; padding is no part of either. */
  record Pool(int layer, int input, int output, Kind kind, Window window) implements Operation {

    /** What becomes of a window. */
    public enum Kind {
      MAX,
      AVERAGE
    }
  }

  /** An activation function alone. */
  record Activate(int layer, int input, int output, ActivationFunction function)
      implements Operation {}

  /**
   * Dropout: in training x / kept where {@link DropoutMask} keeps the element, else 0; in inference
   * x.
   *
   * @param index of this dropout among the plan's, 0-based: a part of its mask's key
   * @param kept share of the values that is kept, above 0 to 1
   */
  record Drop(int layer, int input, int output, int index, double kept) implements Operation {}

  /**
   * The sum of two values of the same size, and an activation function.
   *
   * @param shortcut index of the other value
   */
  record Add(int layer, int input, int shortcut, int output, ActivationFunction function)
      implements Operation {

    @Override
    public List<Integer> inputs() {
      return List.of(input, shortcut);
    }
  }

  /** The mean of every map: [N, C, H, W] to rows [N, C]. */
  record Mean(int layer, int input, int output) implements Operation {}
}
