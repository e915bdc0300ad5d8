package io.catwalk.pipeline.drift;

import io.catwalk.pipeline.runs.Drift;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoublePredicate;
import org.apache.commons.math3.stat.inference.KolmogorovSmirnovTest;

/**
 * A number an image has: the two-sample Kolmogorov-Smirnov statistic, the largest difference of
 * both distribution functions (N. Smirnov, "Table for estimating the goodness of fit of empirical
 * distributions", 1948), with its asymptotic probability, which ties make larger at most.
 *
 * @param key for machines
 * @param name for people
 * @param usable which values are none of a damaged image
 */
record Quantity(String key, String name, DoublePredicate usable) {

  static final Quantity BRIGHTNESS =
      new Quantity("brightness", "Brightness", v -> v >= 0 && v <= 1);
  static final Quantity WIDTH = new Quantity("width", "Width", v -> v > 0);
  static final Quantity HEIGHT = new Quantity("height", "Height", v -> v > 0);
  static final Quantity CONFIDENCE = new Quantity("confidence", "Confidence", v -> v >= 0);

  /** As Amazon SageMaker Model Monitor and NannyML have it. */
  private static final Threshold THRESHOLD = new Threshold(0.1);

  /**
   * @param values NaN where an image gave none
   */
  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  record Sample(String what, double[] values) {

    double[] usable(DoublePredicate which) {
      return Arrays.stream(values).filter(Double::isFinite).filter(which).toArray();
    }
  }

  Drift.Measure compare(Sample reference, Sample fresh) {
    double[] before = reference.usable(usable);
    double[] now = fresh.usable(usable);
    // The test is defined for two values and more.
    boolean measured = before.length >= 2 && now.length >= 2;
    KolmogorovSmirnovTest test = new KolmogorovSmirnovTest();
    Double distance = measured ? test.kolmogorovSmirnovStatistic(before, now) : null;
    Double probability = measured ? test.approximateP(distance, before.length, now.length) : null;
    return new Drift.Measure(
        key,
        name,
        distance,
        "Kolmogorov-Smirnov statistic",
        THRESHOLD.distance(),
        probability,
        "Kolmogorov-Smirnov",
        measured
            ? THRESHOLD.verdict(distance, probability, before.length, now.length)
            : Drift.TOO_FEW,
        side(reference, before),
        side(fresh, now),
        measured ? Histogram.of(before, now) : List.of());
  }

  private static Drift.Side side(Sample sample, double[] values) {
    return new Drift.Side(
        sample.what,
        values.length,
        sample.values.length - values.length,
        values.length == 0 ? null : Arrays.stream(values).average().orElseThrow());
  }
}
