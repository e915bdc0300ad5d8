package io.catwalk.pipeline.runs;

import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * Means over the classes. As in scikit-learn, only classes that occur as actual or predicted count
 * for precision, recall and F1, and what is undefined for one of them counts as 0 (it was never
 * found, or never there to be found). ROC-AUC and average precision are means over the classes for
 * which they are defined.
 *
 * @param precision 0 to 1
 * @param recall 0 to 1; weighted by support it is the accuracy
 * @param f1 mean of the classes' F1, 0 to 1
 * @param rocAuc 0 to 1; null where no class has one
 * @param averagePrecision 0 to 1; null where no class has one
 */
public record Averages(
    double precision, double recall, double f1, Double rocAuc, Double averagePrecision) {

  /** Every class weighs the same. */
  static Averages macro(List<ClassMetrics> classes) {
    return of(classes, metrics -> 1);
  }

  /** A class weighs as many examples as it has. */
  static Averages weighted(List<ClassMetrics> classes) {
    return of(classes, ClassMetrics::support);
  }

  private static Averages of(List<ClassMetrics> all, ToDoubleFunction<ClassMetrics> weight) {
    List<ClassMetrics> occurring = all.stream().filter(ClassMetrics::occurs).toList();
    return new Averages(
        mean(occurring, weight, metrics -> orZero(metrics.precision())),
        mean(occurring, weight, metrics -> orZero(metrics.recall())),
        mean(occurring, weight, metrics -> orZero(metrics.f1())),
        meanOfDefined(all, weight, ClassMetrics::rocAuc),
        meanOfDefined(all, weight, ClassMetrics::averagePrecision));
  }

  private static Double meanOfDefined(
      List<ClassMetrics> all,
      ToDoubleFunction<ClassMetrics> weight,
      Function<ClassMetrics, Double> value) {
    List<ClassMetrics> defined =
        all.stream().filter(metrics -> value.apply(metrics) != null).toList();
    return defined.isEmpty() ? null : mean(defined, weight, value::apply);
  }

  private static double mean(
      List<ClassMetrics> classes,
      ToDoubleFunction<ClassMetrics> weight,
      ToDoubleFunction<ClassMetrics> value) {
    double sum = 0;
    double weights = 0;
    for (ClassMetrics metrics : classes) {
      sum += weight.applyAsDouble(metrics) * value.applyAsDouble(metrics);
      weights += weight.applyAsDouble(metrics);
    }
    return sum / weights;
  }

  private static double orZero(Double value) {
    return value == null ? 0 : value;
  }
}
