package io.catwalk.pipeline.compare;

import io.catwalk.pipeline.runs.ConfusionMatrix;
import io.catwalk.pipeline.runs.Predictions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.math3.distribution.PoissonDistribution;
import org.apache.commons.math3.random.Well19937c;

/**
 * Figures of {@value Draws#RESAMPLES} sets of examples, each drawn anew.
 *
 * @param macroF1 a resample
 * @param f1 a class and resample; NaN where the class is not in it
 * @param influence a resample: mean of its examples' influences
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
record Resamples(double[] macroF1, double[][] f1, double[] influence) {

  private static Resamples of(int classes) {
    return new Resamples(
        new double[Draws.RESAMPLES],
        new double[classes][Draws.RESAMPLES],
        new double[Draws.RESAMPLES]);
  }

  /**
   * Of predictions that are all there.
   *
   * @param influence an example
   */
  static Resamples of(Predictions predictions, int classes, double[] influence) {
    Resamples result = of(classes);
    int n = predictions.size();
    // Of each example its cell of the confusion matrix is enough: one count a draw.
    int[] cells = new int[n];
    Arrays.setAll(cells, i -> predictions.actual(i) * classes + predictions.predicted(i));
    int[] drawn = new int[classes * classes];
    Draws draws = new Draws(n);
    F1Counts counts = new F1Counts(classes);
    for (int r = 0; r < Draws.RESAMPLES; r++) {
      Arrays.fill(drawn, 0);
      double change = 0;
      for (int k = 0; k < n; k++) {
        int example = draws.next();
        drawn[cells[example]]++;
        change += influence[example];
      }
      counts.set(drawn);
      result.put(r, counts);
      result.influence[r] = change / n;
    }
    return result;
  }

  /**
   * Of examples that were counted: how often each is drawn is taken for a Poisson number, so that
   * how often a cell's are drawn is one too (J. Hanley, B. MacGibbon, "Creating non-parametric
   * bootstrap samples using Poisson frequencies", Computer Methods and Programs in Biomedicine 83,
   * 2006). No example is needed, and the time is that of the cells. Influences stay 0.
   */
  static Resamples of(ConfusionMatrix confusion) {
    int classes = confusion.counts().size();
    Resamples result = of(classes);
    Well19937c random = new Well19937c(Draws.SEED);
    PoissonDistribution[] cells = new PoissonDistribution[classes * classes];
    for (int cell = 0; cell < cells.length; cell++) {
      long count = confusion.count(cell / classes, cell % classes);
      if (count > 0) {
        cells[cell] =
            new PoissonDistribution(
                random,
                count,
                PoissonDistribution.DEFAULT_EPSILON,
                PoissonDistribution.DEFAULT_MAX_ITERATIONS);
      }
    }
    int[] drawn = new int[cells.length];
    F1Counts counts = new F1Counts(classes);
    for (int r = 0; r < Draws.RESAMPLES; r++) {
      for (int cell = 0; cell < cells.length; cell++) {
        drawn[cell] = cells[cell] == null ? 0 : cells[cell].sample();
      }
      counts.set(drawn);
      result.put(r, counts);
    }
    return result;
  }

  private void put(int resample, F1Counts counts) {
    macroF1[resample] = counts.macroF1();
    for (int c = 0; c < f1.length; c++) {
      f1[c][resample] = counts.f1(c);
    }
  }

  /**
   * @param values F1 of a class; null where it does not occur
   * @return an interval a class, likewise
   */
  List<Interval> f1Intervals(List<Double> values) {
    List<Interval> intervals = new ArrayList<>();
    for (int c = 0; c < f1.length; c++) {
      Double value = values.get(c);
      // A rare class is in no resample now and then.
      double[] known = Arrays.stream(f1[c]).filter(Double::isFinite).toArray();
      intervals.add(value == null ? null : Draws.percentiles(value, known));
    }
    return intervals;
  }
}
