package io.catwalk.pipeline.compare;

/**
 * Confidence intervals of shares that were counted (E. B. Wilson, "Probable inference, the law of
 * succession, and statistical inference", JASA 22, 1927): they stay inside 0 to 1 and hold for few
 * examples and for shares near the ends too.
 */
public final class Wilson {

  private Wilson() {}

  /**
   * @param hits 0 to {@code count}
   * @param count examples
   * @return null where there is no example
   */
  public static Interval of(long hits, long count) {
    if (count == 0) {
      return null;
    }
    double n = count;
    double share = hits / n;
    double z2 = Interval.Z * Interval.Z;
    double centre = (share + z2 / (2 * n)) / (1 + z2 / n);
    double half = Interval.Z / (1 + z2 / n) * Math.sqrt(share * (1 - share) / n + z2 / (4 * n * n));
    // At the ends the sums round to a hair beside 0 and 1.
    double low = hits == 0 ? 0 : Math.max(0, centre - half);
    double high = hits == count ? 1 : Math.min(1, centre + half);
    return new Interval(share, low, high);
  }
}
