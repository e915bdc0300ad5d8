package io.catwalk.pipeline.runs;

import io.catwalk.pipeline.runs.EvaluationResult.EvaluationSubject;
import io.catwalk.pipeline.runs.RankedColumns.Figures;
import java.util.List;
import java.util.stream.IntStream;

/**
 * True classes and probabilities of some examples, for tests; measured in one thread.
 *
 * @param labels index of the true class, an example
 * @param probabilities a row an example, a value a class
 */
public record LabelledScores(int[] labels, float[][] probabilities) {

  /** Number of examples. */
  public int size() {
    return labels.length;
  }

  /** With made-up names. */
  public List<Prediction> predictions() {
    return predictions(
        IntStream.range(0, size()).mapToObj(i -> String.format("%08x", i * 2654435761L)).toList());
  }

  /**
   * @param digests an example
   */
  List<Prediction> predictions(List<String> digests) {
    return IntStream.range(0, size())
        .mapToObj(i -> new Prediction("image-" + i, digests.get(i), labels[i], probabilities[i]))
        .toList();
  }

  /** What {@link EvaluationResult} holds of them. */
  public EvaluationResult measured(EvaluationSubject subject, int calibrationBins) {
    EvaluationSums sums = sums(subject.classes().size(), calibrationBins);
    RankedColumns columns = new RankedColumns(subject.classes().size());
    return EvaluationResult.of(
        subject,
        sums,
        IntStream.range(0, columns.count()).mapToObj(c -> figures(columns, c)).toList());
  }

  EvaluationSums sums(int classes, int calibrationBins) {
    EvaluationSums sums = new EvaluationSums(classes, calibrationBins);
    predictions().forEach(sums::add);
    return sums;
  }

  /** Of one column. */
  Figures figures(RankedColumns columns, int column) {
    return columns.figures(
        column, predictions().stream().mapToLong(each -> columns.value(column, each)).toArray());
  }

  /** As {@link EvaluationResult} has it. */
  Ranking ranking(int positiveClass) {
    return Ranking.of(
        IntStream.range(0, size())
            .mapToLong(
                i -> Ranking.key(probabilities[i][positiveClass], labels[i] == positiveClass))
            .toArray());
  }

  Calibration calibration(int bins) {
    return sums(probabilities[0].length, bins).calibration();
  }

  double logLoss() {
    RankedColumns columns = new RankedColumns(probabilities[0].length);
    return figures(columns, columns.classes()).first();
  }

  double brierScore() {
    RankedColumns columns = new RankedColumns(probabilities[0].length);
    return figures(columns, columns.classes() + 1).first();
  }

  /** What is worth a look among all of them. */
  static ExampleChoice choice(List<Prediction> predictions, int classes) {
    EvaluationSums sums = new EvaluationSums(classes, 15);
    predictions.forEach(sums::add);
    return choice(predictions, sums.confusion());
  }

  private static ExampleChoice choice(List<Prediction> predictions, ConfusionMatrix confusion) {
    ExampleChoice.Collector collector = new ExampleChoice.Collector(confusion);
    predictions.forEach(collector::add);
    return collector.choice(confusion);
  }
}
