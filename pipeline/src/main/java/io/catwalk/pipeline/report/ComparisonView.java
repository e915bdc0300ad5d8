package io.catwalk.pipeline.report;

import io.catwalk.pipeline.compare.Comparison;
import io.catwalk.pipeline.compare.Interval;
import io.catwalk.pipeline.report.chart.Scale;
import io.catwalk.pipeline.report.chart.Whisker;
import io.catwalk.pipeline.report.chart.Words;
import io.catwalk.pipeline.runs.ExampleGallery.Picture;
import io.catwalk.pipeline.runs.StoredRun;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The comparison with a baseline as the page shows it.
 *
 * @param sentence in words
 * @param settings in which they differ
 * @param differences of the whole
 * @param classes the class that changed most first
 * @param fixed examples that the run alone gets right
 * @param broken examples that the baseline alone gets right
 */
record ComparisonView(
    String sentence,
    SettingDifferences settings,
    List<Difference> differences,
    List<Difference> classes,
    List<Card> fixed,
    List<Card> broken) {

  private static final int SHOWN = 16;

  /**
   * @param name of what differs
   * @param before the baseline's value
   * @param after the run's
   * @param change in words
   * @param range its 95 % interval, in words
   * @param verdict {@code better}, {@code worse} or {@code no clear difference}
   * @param bar from -100 % to the left to +100 % of the largest change to the right
   */
  record Difference(
      String name,
      String before,
      String after,
      String change,
      String range,
      String verdict,
      Whisker bar) {}

  /** Null without a comparison. */
  static ComparisonView of(Analysis analysis) {
    Comparison comparison = analysis.comparison();
    if (comparison == null) {
      return null;
    }
    StoredRun run = analysis.run();
    return new ComparisonView(
        ComparisonWords.sentence(comparison),
        SettingDifferences.of(run, comparison.baseline()),
        whole(comparison),
        classes(run, comparison),
        shown(comparison.fixed().stream().map(i -> fixed(run, comparison, i)).toList()),
        shown(comparison.broken().stream().map(i -> broken(run, comparison, i)).toList()));
  }

  private static List<Difference> whole(Comparison comparison) {
    Comparison.Totals ours = comparison.after();
    Comparison.Totals theirs = comparison.before();
    return List.of(
        difference(
            "Accuracy",
            Words.percent(theirs.accuracy()),
            Words.percent(ours.accuracy()),
            comparison.accuracy(),
            Measure.SHARE,
            Optional.empty()),
        difference(
            "Macro F1",
            Words.ratio(theirs.macroF1()),
            Words.ratio(ours.macroF1()),
            comparison.macroF1(),
            Measure.SCORE,
            Optional.empty()),
        difference(
            "Log loss",
            Words.ratio(theirs.logLoss()),
            Words.ratio(ours.logLoss()),
            comparison.logLoss(),
            Measure.LOSS,
            Optional.empty()));
  }

  private static List<Difference> classes(StoredRun run, Comparison comparison) {
    double most = 0.01;
    for (Interval interval : comparison.recall()) {
      if (interval != null) {
        most = Math.max(most, Math.max(Math.abs(interval.low()), Math.abs(interval.high())));
      }
    }
    Scale scale = new Scale(-most, most, 3, 97);
    List<Integer> order = new ArrayList<>();
    for (int c = 0; c < run.classes().size(); c++) {
      if (comparison.recall().get(c) != null) {
        order.add(c);
      }
    }
    order.sort(Comparator.comparingDouble(c -> -Math.abs(comparison.recall().get(c).estimate())));
    return order.stream()
        .map(
            c ->
                difference(
                    run.classes().get(c),
                    Words.percent(comparison.before().recall().get(c)),
                    Words.percent(comparison.after().recall().get(c)),
                    comparison.recall().get(c),
                    Measure.SHARE,
                    Optional.of(scale)))
        .toList();
  }

  private enum Measure {
    /** Told in percentage points. */
    SHARE,
    SCORE,
    /** The smaller, the better. */
    LOSS
  }

  private static Difference difference(
      String name,
      String before,
      String after,
      Interval change,
      Measure measure,
      Optional<Scale> scale) {
    boolean points = measure == Measure.SHARE;
    int sign = measure == Measure.LOSS ? -1 : 1;
    String verdict =
        change.contains(0)
            ? "no clear difference"
            : change.estimate() * sign > 0 ? "better" : "worse";
    return new Difference(
        name,
        before,
        after,
        points ? Words.points(change.estimate()) : Words.difference(change.estimate()),
        points
            ? Words.points(change.low()) + " to " + Words.points(change.high())
            : Words.difference(change.low()) + " to " + Words.difference(change.high()),
        verdict,
        scale.map(s -> Whisker.of(change, s)).orElse(null));
  }

  /** Those with a picture first; sorting keeps the order among them. */
  private static List<Card> shown(List<Card> cards) {
    return cards.stream()
        .sorted(Comparator.comparing(card -> card.picture() == null))
        .limit(SHOWN)
        .toList();
  }

  private static Card fixed(StoredRun run, Comparison comparison, int example) {
    StoredRun baseline = comparison.baseline();
    int other = comparison.counterparts().get(example);
    return Card.of(
        baseline,
        baseline.predictions().example(other),
        picture(run.predictions().key(example), baseline, run));
  }

  private static Card broken(StoredRun run, Comparison comparison, int example) {
    String key = run.predictions().key(example);
    return Card.of(
        run, run.predictions().example(example), picture(key, run, comparison.baseline()));
  }

  /** The first one's, whose maps tell of its own mistake, or else the other's. */
  private static Picture picture(String key, StoredRun first, StoredRun other) {
    Picture own = first.pictures().get(key);
    return own != null ? own : other.pictures().get(key);
  }
}
