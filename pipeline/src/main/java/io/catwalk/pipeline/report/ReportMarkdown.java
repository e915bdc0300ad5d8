package io.catwalk.pipeline.report;

import io.catwalk.pipeline.report.Verdict.Answer;
import io.catwalk.pipeline.report.chart.Words;
import io.catwalk.pipeline.runs.ExampleChoice.Pair;
import io.catwalk.pipeline.runs.StoredRun;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The report for a pull request or a mail: the verdict and the tables that fit there. */
final class ReportMarkdown {

  private static final int MOST_CLASSES = 20;
  private static final int MOST_MISTAKES = 10;

  private ReportMarkdown() {}

  static String of(Analysis analysis) {
    StoredRun run = analysis.run();
    Verdict verdict = Verdict.of(analysis);
    Markdown text = new Markdown();
    text.heading(2, verdict.headline());
    text.paragraph(
        run.metrics().model()
            + " on "
            + run.data()
            + ", "
            + run.metrics().split()
            + " split, run "
            + run.id());
    if (!analysis.flip().isEmpty()) {
      text.paragraph(analysis.flip());
    }
    for (Answer answer : verdict.answers()) {
      text.paragraph(answer.question() + " " + answer.word() + ".", answer.text());
    }
    for (NextSteps.Step step : NextSteps.of(analysis)) {
      text.paragraph("Next: " + step.text(), step.setting().isEmpty() ? "" : step.setting() + ".");
    }
    comparison(text, analysis);
    drift(text, analysis);
    text.heading(3, "Metrics");
    if (!analysis.sampleWords().isEmpty()) {
      text.paragraph("Errors of areas and of the log loss: " + analysis.sampleWords());
    }
    text.table(
        List.of("Metric", "Value", "95 % interval"),
        MetricRow.of(analysis).stream()
            .map(row -> List.of(row.name(), row.shown(), row.range()))
            .toList());
    classes(text, analysis);
    mistakes(text, analysis);
    LabelErrorsView.of(run).ifPresent(view -> labels(text, view));
    return text.toString();
  }

  private static void comparison(Markdown text, Analysis analysis) {
    ComparisonView view = ComparisonView.of(analysis);
    if (view == null) {
      return;
    }
    text.heading(3, "Against " + analysis.comparison().baseline().id());
    settings(text, view.settings());
    text.table(
        List.of("Metric", "Baseline", "Run", "Change", "95 % interval", "Verdict"),
        view.differences().stream()
            .map(d -> List.of(d.name(), d.before(), d.after(), d.change(), d.range(), d.verdict()))
            .toList());
  }

  private static void settings(Markdown text, SettingDifferences settings) {
    if (!settings.note().isEmpty()) {
      text.paragraph("Settings that differ: " + settings.note());
    }
    if (!settings.learning().isEmpty()) {
      text.table(
          List.of("Setting", "Baseline", "Run"),
          settings.learning().stream()
              .map(setting -> List.of(setting.key(), setting.before(), setting.after()))
              .toList());
    }
  }

  private static void drift(Markdown text, Analysis analysis) {
    DriftView view = DriftView.of(analysis.run());
    if (view == null) {
      return;
    }
    text.heading(3, "Drift of the new images");
    text.paragraph(view.sentence());
    text.table(
        List.of("Measure", "Reference", "New", "Distance", "Verdict"),
        view.rows().stream()
            .map(
                row ->
                    List.of(row.name(), row.before(), row.after(), row.distance(), row.verdict()))
            .toList());
  }

  private static void classes(Markdown text, Analysis analysis) {
    List<ClassRow> rows = new ArrayList<>(ClassRow.of(analysis));
    rows.removeIf(row -> row.recall() == null);
    rows.sort(Comparator.comparingDouble(row -> row.recall().estimate()));
    boolean all = rows.size() <= MOST_CLASSES;
    text.heading(
        3, all ? "Classes, the weakest first" : "The " + MOST_CLASSES + " weakest classes");
    text.table(
        List.of("Class", "Images", "Recall", "95 % interval", "Precision", "F1", "ROC AUC"),
        rows.stream()
            .limit(MOST_CLASSES)
            .map(
                row ->
                    List.of(
                        row.metrics().name(),
                        Words.count(row.metrics().support()),
                        Words.percent(row.metrics().recall()),
                        Words.percentRange(row.recall()),
                        Words.percent(row.metrics().precision()),
                        Words.ratio(row.metrics().f1()),
                        Words.ratio(row.metrics().rocAuc())))
            .toList());
  }

  private static void mistakes(Markdown text, Analysis analysis) {
    List<Pair> pairs = analysis.choice().confused();
    if (pairs.isEmpty()) {
      return;
    }
    text.heading(3, "Most frequent mistakes");
    text.table(
        List.of("True class", "Taken for", "Images"),
        pairs.stream()
            .limit(MOST_MISTAKES)
            .map(
                pair ->
                    List.of(
                        analysis.classes().get(pair.actual()),
                        analysis.classes().get(pair.predicted()),
                        Words.count(pair.count())))
            .toList());
  }

  private static void labels(Markdown text, LabelErrorsView view) {
    text.heading(3, "Probable label errors");
    text.paragraph(String.join("; ", view.parts()) + ".");
    if (view.suspects().isEmpty()) {
      return;
    }
    text.table(
        List.of("Image", "Split", "Label", "Probably", "Score"),
        view.suspects().stream()
            .limit(MOST_MISTAKES)
            .map(
                each ->
                    List.of(
                        each.path(), each.split(), each.label(), each.suggested(), each.score()))
            .toList());
  }
}
