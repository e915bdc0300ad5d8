package io.catwalk.pipeline.report;

import io.catwalk.pipeline.compare.Comparison;
import io.catwalk.pipeline.compare.Interval;
import io.catwalk.pipeline.compare.McNemar;
import io.catwalk.pipeline.report.chart.Words;
import java.util.Locale;

/** A comparison in words. */
final class ComparisonWords {

  private ComparisonWords() {}

  /** {@code better than RUN by 1.3 points}. */
  static String inShort(Comparison comparison) {
    String baseline = comparison.baseline().id();
    double difference = comparison.accuracy().estimate();
    if (comparison.undecided()) {
      return "no clear difference from " + baseline;
    }
    return (difference > 0 ? "better than " : "worse than ")
        + baseline
        + " by "
        + number(Math.abs(difference))
        + " points";
  }

  /** {@code Better by 1.3 points, 95 % interval 0.6 to 2.0 …}. */
  static String sentence(Comparison comparison) {
    Interval accuracy = comparison.accuracy();
    McNemar test = comparison.test();
    String opening;
    if (comparison.undecided()) {
      opening =
          "No clear difference from "
              + comparison.baseline().id()
              + ": "
              + Words.points(accuracy.estimate())
              + " points, 95\u202f% interval "
              + signed(accuracy.low())
              + " to "
              + signed(accuracy.high());
    } else if (accuracy.estimate() > 0) {
      opening =
          "Better than "
              + comparison.baseline().id()
              + " by "
              + number(accuracy.estimate())
              + " points, 95\u202f% interval "
              + signed(accuracy.low())
              + " to "
              + signed(accuracy.high());
    } else {
      opening =
          "Worse than "
              + comparison.baseline().id()
              + " by "
              + number(-accuracy.estimate())
              + " points, 95\u202f% interval "
              + signed(-accuracy.high())
              + " to "
              + signed(-accuracy.low());
    }
    return opening
        + " (McNemar's test: "
        + Words.probability(test.probability())
        + "). "
        + Words.count(test.fixed(), "example")
        + " fixed, "
        + Words.count(test.broken())
        + " broken"
        + (comparison.whole() && !comparison.sampled()
            ? "."
            : (comparison.sampled() ? ", of a sample of " : ", of the ")
                + Words.count(comparison.examples())
                + " examples that both runs have predicted.");
  }

  private static String number(double difference) {
    return String.format(Locale.ROOT, "%.1f", 100 * difference);
  }

  /** A minus where it is needed, no plus. */
  private static String signed(double difference) {
    return Words.points(difference).replace("+", "");
  }
}
