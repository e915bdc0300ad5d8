package io.catwalk.pipeline.report;

import io.catwalk.pipeline.StoredDocument;
import io.catwalk.pipeline.compare.Comparison;
import io.catwalk.pipeline.compare.Interval;
import io.catwalk.pipeline.runs.Drift;
import io.catwalk.pipeline.runs.ExampleChoice.Pair;
import io.catwalk.pipeline.runs.LabelErrors;
import io.catwalk.pipeline.runs.StoredRun;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The report for machines; as JSON its names are snake_case.
 *
 * @param schemaVersion of this document
 * @param run id of the run
 * @param uri of its folder
 * @param model the network's name
 * @param dataset {@code name@version}
 * @param split that was judged
 * @param examples judged
 * @param testTimeFlip each was scored together with its mirror image
 * @param headline the verdict in one sentence
 * @param answers question → answer
 * @param next what to do
 * @param metrics key → value and interval
 * @param classes in label order
 * @param confusions the most frequent kinds of mistakes
 * @param sample predictions from which slices, curves and comparisons come, where these are not
 *     all; else null
 * @param slices parts of the data
 * @param labelErrors parts of the dataset that were looked through for labels that are probably
 *     wrong; null in runs of older versions
 * @param comparison null without a baseline
 * @param drift of new images, where a night has measured it; else null
 */
record ReportDocument(
    int schemaVersion,
    String run,
    String uri,
    String model,
    String dataset,
    String split,
    long examples,
    boolean testTimeFlip,
    String headline,
    Map<String, String> answers,
    List<NextSteps.Step> next,
    Map<String, Figure> metrics,
    List<OfClass> classes,
    List<Confusion> confusions,
    Integer sample,
    List<Slices.Dimension> slices,
    List<LabelErrors.Part> labelErrors,
    Compared comparison,
    Drift drift)
    implements StoredDocument {

  static final int SCHEMA_VERSION = 1;

  private static final int MOST_CONFUSIONS = 50;

  /**
   * @param value null where it is not defined
   * @param low null where no interval is known
   * @param high null where no interval is known
   */
  record Figure(Double value, Double low, Double high) {

    static Figure of(Double value, Interval interval) {
      return interval == null
          ? new Figure(value, null, null)
          : new Figure(value, interval.low(), interval.high());
    }
  }

  /** Figures of one class. */
  record OfClass(
      String name, long support, Figure recall, Figure precision, Figure f1, Figure rocAuc) {}

  /** How often a class was taken for another. */
  record Confusion(String actual, String predicted, long count) {}

  /**
   * Against a baseline.
   *
   * @param settings of model, data and training that differ
   * @param examples that both have
   * @param mcNemar p-value
   */
  record Compared(
      String baseline,
      String sentence,
      List<SettingDifferences.Setting> settings,
      long examples,
      long fixed,
      long broken,
      double mcNemar,
      Interval accuracy,
      Interval macroF1,
      Interval logLoss,
      Map<String, Interval> recall) {}

  static ReportDocument of(Analysis analysis) {
    StoredRun run = analysis.run();
    Verdict verdict = Verdict.of(analysis);
    Map<String, String> answers = new LinkedHashMap<>();
    verdict.answers().forEach(a -> answers.put(a.question(), a.word() + ". " + a.text()));
    Map<String, Figure> metrics = new LinkedHashMap<>();
    MetricRow.of(analysis)
        .forEach(row -> metrics.put(row.key(), Figure.of(row.value(), row.interval())));
    return new ReportDocument(
        SCHEMA_VERSION,
        run.id(),
        run.uri(),
        run.metrics().model(),
        run.data(),
        run.metrics().split(),
        run.metrics().examples(),
        run.metrics().testTimeFlip(),
        verdict.headline(),
        answers,
        NextSteps.of(analysis),
        metrics,
        classes(analysis),
        confusions(analysis),
        run.predictions().whole() ? null : run.predictions().size(),
        analysis.slices().dimensions(),
        run.labelErrors() == null ? null : run.labelErrors().parts(),
        comparison(analysis),
        run.drift());
  }

  private static List<OfClass> classes(Analysis analysis) {
    return ClassRow.of(analysis).stream()
        .map(
            row ->
                new OfClass(
                    row.metrics().name(),
                    row.metrics().support(),
                    Figure.of(row.metrics().recall(), row.recall()),
                    Figure.of(row.metrics().precision(), row.precision()),
                    Figure.of(row.metrics().f1(), row.f1()),
                    Figure.of(row.metrics().rocAuc(), row.auc())))
        .toList();
  }

  private static List<Confusion> confusions(Analysis analysis) {
    List<Confusion> list = new ArrayList<>();
    for (Pair pair : analysis.choice().confused()) {
      if (list.size() < MOST_CONFUSIONS) {
        list.add(
            new Confusion(
                analysis.classes().get(pair.actual()),
                analysis.classes().get(pair.predicted()),
                pair.count()));
      }
    }
    return list;
  }

  private static Compared comparison(Analysis analysis) {
    Comparison c = analysis.comparison();
    if (c == null) {
      return null;
    }
    Map<String, Interval> recall = new LinkedHashMap<>();
    for (int i = 0; i < analysis.classes().size(); i++) {
      if (c.recall().get(i) != null) {
        recall.put(analysis.classes().get(i), c.recall().get(i));
      }
    }
    return new Compared(
        c.baseline().id(),
        ComparisonWords.sentence(c),
        SettingDifferences.of(analysis.run(), c.baseline()).learning(),
        c.examples(),
        c.fixed().size(),
        c.broken().size(),
        c.test().probability(),
        c.accuracy(),
        c.macroF1(),
        c.logLoss(),
        recall);
  }
}
