package io.catwalk.pipeline.compare;

import java.util.ArrayList;
import java.util.List;

/**
 * Two runs on the examples that both have predicted.
 *
 * @param examples that both have
 * @param whole whether neither has others
 * @param before the baseline's figures on them
 * @param after the run's
 * @param fixed examples that only the run gets right
 * @param broken examples that only the baseline gets right
 * @param mcNemar two-sided p-value of McNemar's exact test
 * @param notBetter share of paired bootstrap draws in which the run is not right on more examples:
 *     a one-sided p-value
 */
public record PairedFigures(
    long examples,
    boolean whole,
    Figures before,
    Figures after,
    long fixed,
    long broken,
    double mcNemar,
    double notBetter) {

  /**
   * @param accuracy 0 to 1
   * @param macroF1 0 to 1
   * @param recall a class, 0 to 1, in label order; null where it has no example
   */
  public record Figures(double accuracy, double macroF1, List<Double> recall) {

    private static Figures of(Comparison.Totals totals) {
      List<Double> recall = new ArrayList<>();
      totals.recall().forEach(value -> recall.add(Double.isNaN(value) ? null : value));
      return new Figures(totals.accuracy(), totals.macroF1(), recall);
    }
  }

  public static PairedFigures of(Comparison comparison) {
    return new PairedFigures(
        comparison.examples(),
        comparison.whole(),
        Figures.of(comparison.before()),
        Figures.of(comparison.after()),
        comparison.test().fixed(),
        comparison.test().broken(),
        comparison.test().probability(),
        comparison.notBetter());
  }
}
