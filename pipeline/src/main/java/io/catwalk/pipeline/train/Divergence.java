package io.catwalk.pipeline.train;

/**
 * When a training has gone astray for good: its loss or a parameter is not finite, or its loss is
 * more than ten times both the first round's and that of guessing, ln(classes). The latter keeps a
 * training that begins well from stopping at a harmless rise.
 */
final class Divergence {

  private static final double FACTOR = 10;

  private Divergence() {}

  /**
   * @param loss mean log loss of a round
   * @param first the same of the first round
   */
  static boolean exploded(double loss, double first, int classes) {
    return !Double.isFinite(loss) || loss > bound(first, classes);
  }

  /** The largest loss that does not count as diverged. */
  static double bound(double first, int classes) {
    return FACTOR * Math.max(first, Math.log(classes));
  }
}
