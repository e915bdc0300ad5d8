package io.catwalk.pipeline.config;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.List;

/** A key of the configuration, and the values that {@code catwalk tune} tries for it. */
public sealed interface SearchRange {

  String key();

  /**
   * @param share 0 to below 1, drawn uniformly
   */
  String value(double share);

  /** All of them, for people. */
  String words();

  /** The first and the last, or all where there are few: if they are right, so are the others. */
  List<String> examples();

  /**
   * Some values, each as probable as the others.
   *
   * @param values at least 2
   */
  record Choice(String key, List<String> values) implements SearchRange {

    public Choice {
      values = List.copyOf(values);
    }

    @Override
    public String value(double share) {
      return values.get((int) (share * values.size()));
    }

    @Override
    public String words() {
      return String.join(", ", values);
    }

    @Override
    public List<String> examples() {
      return values;
    }
  }

  /**
   * Numbers from the one to the other, both of them included.
   *
   * @param scale log: as many below the geometric mean as above
   * @param whole whether only whole numbers are tried; others have three digits
   */
  record Interval(String key, double from, double to, Spread scale, boolean whole)
      implements SearchRange {

    private static final int DIGITS = 3;

    @Override
    public String value(double share) {
      if (whole) {
        double number = scale.between(from, to + 1, share);
        return Long.toString((long) Math.min(to, Math.floor(number)));
      }
      return text(scale.between(from, to, share));
    }

    @Override
    public String words() {
      return text(from) + " to " + text(to);
    }

    @Override
    public List<String> examples() {
      return List.of(text(from), text(to));
    }

    private String text(double number) {
      return new BigDecimal(number, new MathContext(DIGITS, RoundingMode.HALF_UP))
          .stripTrailingZeros()
          .toPlainString();
    }
  }

  /** How numbers are spread over an interval. */
  enum Spread {
    LINEAR,
    LOG;

    double between(double from, double to, double share) {
      return this == LOG ? from * Math.pow(to / from, share) : from + (to - from) * share;
    }
  }
}
