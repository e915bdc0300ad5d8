package io.catwalk.pipeline.compare;

/**
 * An estimate and its 95 % confidence interval.
 *
 * @param estimate what was measured
 * @param low lower end, at most the estimate but for rounding and for skewed bootstraps
 * @param high upper end
 */
public record Interval(double estimate, double low, double high) {

  /** The 97.5 % quantile of the normal distribution. */
  static final double Z = 1.959963984540054;

  /** An estimate with a standard error, by the normal approximation, kept within limits. */
  static Interval normal(double estimate, double standardError, double least, double most) {
    return new Interval(
        estimate,
        Math.max(least, estimate - Z * standardError),
        Math.min(most, estimate + Z * standardError));
  }

  public boolean contains(double value) {
    return low <= value && value <= high;
  }

  double width() {
    return high - low;
  }
}
