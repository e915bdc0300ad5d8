package io.catwalk.pipeline.report.chart;

import io.catwalk.pipeline.compare.Interval;

/**
 * An interval as a dot with a line through it, in a picture 100 wide.
 *
 * @param low left end
 * @param at the dot
 * @param high right end
 */
public record Whisker(String low, String at, String high) {

  /**
   * @param scale from values to 0 to 100
   */
  public static Whisker of(Interval interval, Scale scale) {
    return interval == null
        ? null
        : new Whisker(
            inside(scale.place(interval.low())),
            inside(scale.place(interval.estimate())),
            inside(scale.place(interval.high())));
  }

  /** A scale that holds all of these intervals, from a round value below them up to 1. */
  public static Scale shares(Iterable<Interval> intervals) {
    double least = 1;
    for (Interval interval : intervals) {
      least = interval == null ? least : Math.min(least, interval.low());
    }
    return new Scale(Math.min(0.9, Math.floor(least * 10) / 10), 1, 3, 97);
  }

  private static String inside(double place) {
    return Scale.number(Math.max(0, Math.min(100, place)));
  }
}
