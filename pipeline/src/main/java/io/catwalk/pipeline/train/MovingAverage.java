package io.catwalk.pipeline.train;

import io.catwalk.pipeline.train.state.NativeFloats;
import io.catwalk.pipeline.train.state.NetworkCopy;
import java.util.Locale;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The exponential moving average of a network's parameters over its training, which is judged and
 * kept in place of the last ones (Polyak, Juditsky, "Acceleration of stochastic approximation by
 * averaging", SIAM Journal on Control and Optimization 30(4), 1992; with a decay as Tarvainen,
 * Valpola, "Mean teachers are better role models", NeurIPS 2017). Training itself goes on from the
 * last ones.
 *
 * <p>It moves once a round of parameter averaging, towards the workers' average, by as much as it
 * would in the round's steps had the parameters been there in all of them: average ← d × average +
 * (1 − d) × parameters, where d is the product over the steps t of min(decay, (1 + t) / (10 + t)).
 * The second of these lets the random beginning go soon, as TensorFlow's {@code
 * ExponentialMovingAverage} has it. So it is computed on the driver, costs workers nothing, and is
 * the same whatever device computes the steps.
 *
 * <p>Batch normalisation's running means and variances are among the parameters and averaged alike,
 * by which they go with the averaged weights (Cai et al., "Exponential moving average normalization
 * for self-supervised and semi-supervised learning", CVPR 2021); no pass over the images computes
 * them anew.
 */
final class MovingAverage {

  private static final int PIECE = 1 << 12;

  private final double decay;
  private final MultiLayerNetwork trained;

  /** Empty where no average is kept. */
  private float[] values;

  private int iterations;

  /** Null until it is asked for. */
  private MultiLayerNetwork averaged;

  /**
   * @param decay of one step, 0 to below 1; 0 keeps no average
   * @param trained the network as training begins with it, and changes it
   */
  MovingAverage(double decay, MultiLayerNetwork trained) {
    this.decay = decay;
    this.trained = trained;
    this.values = decay > 0 ? NativeFloats.read(trained.params()) : new float[0];
    this.iterations = trained.getIterationCount();
  }

  /** Moves towards the network's parameters, for the steps that it has made since the last time. */
  void follow() {
    int now = trained.getIterationCount();
    if (values.length > 0) {
      double kept = kept(iterations, now);
      INDArray parameters = trained.params();
      // A piece at a time: all of them may be half a gigabyte.
      for (int from = 0; from < values.length; from += PIECE) {
        float[] piece = NativeFloats.range(parameters, from, Math.min(values.length, from + PIECE));
        for (int i = 0; i < piece.length; i++) {
          values[from + i] = (float) (kept * values[from + i] + (1 - kept) * piece[i]);
        }
      }
    }
    iterations = now;
  }

  private double kept(int from, int to) {
    double kept = 1;
    for (double step = from + 1.0; step <= to; step++) {
      kept *= Math.min(decay, (1 + step) / (10 + step));
    }
    return kept;
  }

  /** What must outlive a crash; empty where no average is kept. */
  float[] values() {
    return values;
  }

  /**
   * Goes on from where {@link #values} was, once the network is what it was then.
   *
   * @param earlier as {@link #values()} gave it
   */
  void restore(float[] earlier) {
    if (earlier.length != values.length) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "A moving average of %,d values for one of %,d",
              earlier.length,
              values.length));
    }
    values = earlier.clone();
    iterations = trained.getIterationCount();
  }

  /**
   * The network that is judged and kept, valid until the next call: the averaged parameters, with
   * all else as the trained network has it; that one itself where no average is kept.
   */
  MultiLayerNetwork network() {
    if (values.length == 0) {
      return trained;
    }
    averaged = averaged == null ? trained.clone() : averaged;
    try (NetworkCopy last = NetworkCopy.of(trained)) {
      last.restore(averaged);
    }
    NativeFloats.write(values, averaged.params());
    return averaged;
  }
}
