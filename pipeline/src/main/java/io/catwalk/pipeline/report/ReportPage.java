package io.catwalk.pipeline.report;

import io.catwalk.pipeline.report.chart.Chart;
import io.catwalk.pipeline.report.chart.LearningCharts;
import io.catwalk.pipeline.report.chart.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Everything on the page, ready to be shown.
 *
 * @param assets style and script
 * @param analysis what was found out
 * @param verdict in words
 * @param next what to do
 * @param mistakes link to all mistakes
 * @param labels what is probably labelled wrongly; null in runs of older versions
 */
record ReportPage(
    PageAssets assets,
    Analysis analysis,
    Verdict verdict,
    List<NextSteps.Step> next,
    List<MetricRow> metrics,
    List<ClassRow> classes,
    Samples samples,
    LabelErrorsView labels,
    ConfusionView confusion,
    List<Chart> curves,
    List<Chart> calibration,
    List<Chart> learning,
    ComparisonView comparison,
    DriftView drift,
    DataView data,
    RunView run,
    Optional<String> mistakes) {

  /**
   * @param mistakes the file of all mistakes, beside the page's; empty where there is none
   */
  static ReportPage of(Analysis analysis, Optional<String> mistakes) {
    Samples samples = Samples.of(analysis);
    return new ReportPage(
        PageAssets.read(),
        analysis,
        Verdict.of(analysis),
        NextSteps.of(analysis),
        MetricRow.of(analysis),
        ClassRow.of(analysis),
        samples,
        LabelErrorsView.of(analysis.run()).orElse(null),
        ConfusionView.of(analysis, samples),
        new ClassCharts(analysis).charts(),
        new CalibrationCharts(analysis).charts(),
        new LearningCharts(analysis.run()).charts(),
        ComparisonView.of(analysis),
        DriftView.of(analysis.run()),
        DataView.of(analysis.run()),
        RunView.of(analysis.run()),
        mistakes.map(MistakesPage::link));
  }

  String title() {
    return analysis.run().metrics().model()
        + " on "
        + analysis.run().metrics().dataset()
        + ": "
        + Words.percent(analysis.run().metrics().accuracy());
  }

  /** Without the question that nobody asked. */
  List<Verdict.Answer> answers() {
    return verdict.answers().stream()
        .filter(answer -> comparison != null || !answer.question().equals(Verdict.BETTER))
        .toList();
  }

  /** Whether any example has a map of what the network looked at. */
  boolean hasMaps() {
    return analysis.run().pictures().values().stream()
        .anyMatch(picture -> picture.gradCam() != null || picture.saliency() != null);
  }

  /** The sections that this page has, in their order. */
  List<PageLink> links() {
    List<PageLink> links = new ArrayList<>();
    links.add(new PageLink("verdict", "Verdict"));
    if (!next.isEmpty()) {
      links.add(new PageLink("next", "Next"));
    }
    if (comparison != null) {
      links.add(new PageLink("comparison", "Baseline"));
    }
    if (drift != null) {
      links.add(new PageLink("drift", "Drift"));
    }
    links.add(new PageLink("metrics", "Metrics"));
    links.add(new PageLink("confusion", "Confusion"));
    links.add(new PageLink("classes", "Classes"));
    links.add(new PageLink("curves", "Curves"));
    links.add(new PageLink("calibration", "Calibration"));
    links.add(new PageLink("examples", "Examples"));
    if (labels != null) {
      links.add(new PageLink("labels", "Labels"));
    }
    links.add(new PageLink("slices", "Slices"));
    if (!learning.isEmpty()) {
      links.add(new PageLink("learning", "Learning"));
    }
    links.add(new PageLink("data", "Data"));
    links.add(new PageLink("run", "Run"));
    return links;
  }

  /**
   * @param id of a section of the page
   * @param name that readers see
   */
  public record PageLink(String id, String name) {}
}
