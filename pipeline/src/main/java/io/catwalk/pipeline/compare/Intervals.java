package io.catwalk.pipeline.compare;

import io.catwalk.pipeline.runs.Predictions;
import io.catwalk.pipeline.runs.StoredRun;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * How sure the figures are: intervals by the bootstrap, which draws the examples anew {@value
 * Draws#RESAMPLES} times.
 *
 * <p>F1 is computed from every resample. For the area under the ROC curve, which would have to be
 * ranked anew each time, every example's influence on it is resampled instead (the same to first
 * order); a class's own area has DeLong's interval.
 *
 * @param macroF1 of the mean over the classes
 * @param macroAuc of the mean over the classes that have one; null where none has
 * @param f1 a class; null where it does not occur
 * @param auc a class; null where it is not defined
 * @param logLoss by the normal approximation
 * @param curves ROC and precision-recall, a class
 */
public record Intervals(
    Interval macroF1,
    Interval macroAuc,
    List<Interval> f1,
    List<Interval> auc,
    Interval logLoss,
    List<ClassCurves> curves) {

  /**
   * @param roc null where it is not defined
   * @param precisionRecall null where it is not defined
   */
  public record ClassCurves(Curve roc, Curve precisionRecall) {}

  /** Distances below a pixel's do not show. */
  private static final double PIXEL = 0.002;

  /** Classes whose influences are in memory together: 8 bytes an example and class. */
  private static final int AT_ONCE = 8;

  public static Intervals of(StoredRun run) {
    Predictions predictions = run.predictions();
    int classes = run.classes().size();
    double[] influence = new double[predictions.size()];
    List<Ranked> ranked = rank(predictions, classes, influence);
    List<Interval> areas = new ArrayList<>();
    List<ClassCurves> curves = new ArrayList<>();
    for (Ranked ranking : ranked) {
      areas.add(ranking.area);
      curves.add(ranking.curves);
    }
    long defined = areas.stream().filter(Objects::nonNull).count();
    for (int i = 0; i < influence.length; i++) {
      influence[i] /= Math.max(1, defined);
    }
    Resampled resampled = Resampled.of(predictions, classes, influence);
    return new Intervals(
        Draws.percentiles(run.metrics().macro().f1(), resampled.macroF1),
        macroAuc(run.metrics().macro().rocAuc(), resampled.macroAuc),
        resampled.f1Intervals(run),
        areas,
        logLoss(run),
        curves);
  }

  /**
   * Ranks the examples for every class, several classes at a time on several cores. The influences
   * are added up in the order of the classes, so that the cores change no bit.
   */
  private static List<Ranked> rank(Predictions predictions, int classes, double[] influence) {
    List<Ranked> all = new ArrayList<>();
    // Many classes have many curves, of which each may be coarser.
    double step = PIXEL * Math.max(1, classes / 20.0);
    for (int from = 0; from < classes; from += AT_ONCE) {
      List<Ranked> some =
          IntStream.range(from, Math.min(classes, from + AT_ONCE))
              .parallel()
              .mapToObj(c -> Ranked.of(predictions, c, step))
              .toList();
      for (Ranked ranked : some) {
        for (int i = 0; i < influence.length; i++) {
          influence[i] += ranked.influence[i];
        }
        all.add(new Ranked(ranked.area, ranked.curves, null));
      }
    }
    return all;
  }

  /** One class against the rest; the influences are let go once they are added up. */
  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  private record Ranked(Interval area, ClassCurves curves, double[] influence) {

    static Ranked of(Predictions predictions, int index, double step) {
      double[] influence = new double[predictions.size()];
      OneAgainstRest ranking = OneAgainstRest.of(predictions, index);
      Interval area = ranking.area(influence);
      ClassCurves curves =
          area == null
              ? new ClassCurves(null, null)
              : new ClassCurves(
                  ranking.roc().thinned(step), ranking.precisionRecall().thinned(step));
      return new Ranked(area, curves, influence);
    }
  }

  private static Interval macroAuc(Double area, double[] changes) {
    if (area == null) {
      return null;
    }
    Interval interval =
        Draws.percentiles(area, Arrays.stream(changes).map(change -> area + change).toArray());
    return new Interval(area, interval.low(), Math.min(1, interval.high()));
  }

  private static Interval logLoss(StoredRun run) {
    Predictions predictions = run.predictions();
    int n = predictions.size();
    double mean = run.metrics().logLoss();
    double squares = 0;
    for (int i = 0; i < n; i++) {
      double deviation = predictions.loss(i) - mean;
      squares += deviation * deviation;
    }
    double error = Math.sqrt(squares / Math.max(1, n - 1) / n);
    return Interval.normal(mean, error, 0, Double.POSITIVE_INFINITY);
  }

  /** What the resamples gave. */
  private static final class Resampled {

    private final double[] macroF1 = new double[Draws.RESAMPLES];
    private final double[] macroAuc = new double[Draws.RESAMPLES];
    private final double[][] f1;

    private Resampled(int classes) {
      f1 = new double[classes][Draws.RESAMPLES];
    }

    static Resampled of(Predictions predictions, int classes, double[] influence) {
      Resampled result = new Resampled(classes);
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
        result.macroF1[r] = counts.macroF1();
        result.macroAuc[r] = change / n;
        for (int c = 0; c < classes; c++) {
          result.f1[c][r] = counts.f1(c);
        }
      }
      return result;
    }

    List<Interval> f1Intervals(StoredRun run) {
      List<Interval> intervals = new ArrayList<>();
      for (int c = 0; c < f1.length; c++) {
        Double value = run.metrics().perClass().get(c).f1();
        // A rare class is in no resample now and then.
        double[] known = Arrays.stream(f1[c]).filter(Double::isFinite).toArray();
        intervals.add(value == null ? null : Draws.percentiles(value, known));
      }
      return intervals;
    }
  }
}
