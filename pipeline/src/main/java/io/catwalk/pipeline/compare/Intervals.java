package io.catwalk.pipeline.compare;

import io.catwalk.pipeline.runs.Averages;
import io.catwalk.pipeline.runs.ClassMetrics;
import io.catwalk.pipeline.runs.Predictions;
import io.catwalk.pipeline.runs.StoredRun;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.apache.commons.math3.stat.descriptive.moment.Variance;

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
    for (int c = 0; c < classes; c++) {
      areas.add(ranked.get(c).area(predictions, run.metrics().perClass().get(c).rocAuc()));
    }
    long defined = areas.stream().filter(Objects::nonNull).count();
    for (int i = 0; i < influence.length; i++) {
      influence[i] /= Math.max(1, defined);
    }
    Averages macro = run.metrics().macro();
    Resamples resamples =
        predictions.whole()
            ? Resamples.of(predictions, classes, influence)
            : Resamples.of(run.metrics().confusionMatrix());
    return new Intervals(
        Draws.percentiles(macro.f1(), resamples.macroF1()),
        predictions.whole()
            ? macroAuc(macro.rocAuc(), resamples.influence())
            : macroAuc(macro.rocAuc(), influence, predictions),
        resamples.f1Intervals(run.metrics().perClass().stream().map(ClassMetrics::f1).toList()),
        areas,
        logLoss(run),
        ranked.stream().map(Ranked::curves).toList());
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

  /**
   * One class against the rest; the influences are let go once they are added up.
   *
   * @param area null where it is not defined
   */
  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  private record Ranked(OneAgainstRest.Area area, ClassCurves curves, double[] influence) {

    static Ranked of(Predictions predictions, int index, double step) {
      double[] influence = new double[predictions.size()];
      OneAgainstRest ranking = OneAgainstRest.of(predictions, index);
      OneAgainstRest.Area area = ranking.area(influence);
      ClassCurves curves =
          area == null
              ? new ClassCurves(null, null)
              : new ClassCurves(
                  ranking.roc().thinned(step), ranking.precisionRecall().thinned(step));
      return new Ranked(area, curves, influence);
    }

    /**
     * @param ofAll the area over all predictions, of which those that are held may be a sample
     */
    Interval area(Predictions predictions, Double ofAll) {
      if (area == null) {
        return null;
      }
      return predictions.whole()
          ? area.interval()
          : new OneAgainstRest.Area(ofAll, area.standardError() * Math.sqrt(share(predictions)))
              .interval();
    }
  }

  /** Of all predictions, those that are held: an error shrinks as the root of it. */
  private static double share(Predictions predictions) {
    return (double) predictions.size() / predictions.counts().all();
  }

  private static Interval macroAuc(Double area, double[] changes) {
    if (area == null) {
      return null;
    }
    Interval interval =
        Draws.percentiles(area, Arrays.stream(changes).map(change -> area + change).toArray());
    return new Interval(area, interval.low(), Math.min(1, interval.high()));
  }

  /** By the normal approximation, where influences are known of a sample. */
  private static Interval macroAuc(Double area, double[] influence, Predictions predictions) {
    if (area == null) {
      return null;
    }
    double error = Math.sqrt(new Variance().evaluate(influence) / predictions.counts().all());
    return Interval.normal(area, error, 0, 1);
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
    double error = Math.sqrt(squares / Math.max(1, n - 1) / predictions.counts().all());
    return Interval.normal(mean, error, 0, Double.POSITIVE_INFINITY);
  }
}
