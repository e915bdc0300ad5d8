package io.catwalk.pipeline.report;

import io.catwalk.pipeline.compare.Interval;
import io.catwalk.pipeline.compare.Wilson;
import io.catwalk.pipeline.report.ReportPage.PageLink;
import io.catwalk.pipeline.report.chart.Chart;
import io.catwalk.pipeline.report.chart.ParallelCoordinates;
import io.catwalk.pipeline.report.chart.Words;
import io.catwalk.pipeline.runs.Tuning;
import io.catwalk.pipeline.runs.Tuning.Trial;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * A search for settings, ready to be shown.
 *
 * @param assets style and script
 */
public record TuningPage(PageAssets assets, Tuning tuning) {

  /** One page that needs nothing but itself, as UTF-8. */
  public static byte[] html(Tuning tuning) {
    return Pages.render("tuning.jte", new TuningPage(PageAssets.read(), tuning));
  }

  List<PageLink> links() {
    return List.of(
        new PageLink("settings", "Settings"),
        new PageLink("trainings", "Trainings"),
        new PageLink("ranges", "What was varied"));
  }

  String headline() {
    Trial best = tuning.best().orElseThrow();
    double gain = best.accuracy() - asConfigured().accuracy();
    return best.settings().isEmpty()
        ? "Of "
            + Words.count(tuning.tried(), "setting")
            + " none is better than the configuration as it stands"
        : String.format(
            Locale.ROOT,
            "The best of %s is right on %s of the validation images, %s than the configuration as it stands",
            Words.count(tuning.tried(), "setting"),
            Words.percent(best.accuracy()),
            String.format(
                Locale.ROOT, "%.1f points %s", 100 * Math.abs(gain), gain >= 0 ? "more" : "less"));
  }

  /** How far the figures can be trusted. */
  String caution() {
    Trial best = tuning.best().orElseThrow();
    Interval interval =
        Wilson.of(Math.round(best.accuracy() * tuning.examples()), tuning.examples());
    return String.format(
        Locale.ROOT,
        "Settings were compared by %s on %s. By chance alone the best of them may lie anywhere in %s,"
            + " and of many the best is partly so by luck: judge it on the images to test, which took no part here.",
        tuning.metric(),
        Words.count(tuning.examples(), "validation image"),
        Words.percentRange(interval));
  }

  Trial asConfigured() {
    return tuning.asConfigured().orElseThrow();
  }

  List<Chart> charts() {
    return ParallelCoordinates.of(tuning);
  }

  /** The longest trainings first, of these the best. */
  List<Trial> trials() {
    return tuning.trials().stream()
        .sorted(
            Comparator.comparingInt(Trial::epochs)
                .reversed()
                .thenComparing(t -> t.succeeded() ? -t.score() : Double.POSITIVE_INFINITY)
                .thenComparing(Trial::trial))
        .toList();
  }

  static String words(Trial trial) {
    return trial.settings().isEmpty()
        ? "as configured"
        : trial.settings().entrySet().stream()
            .map(e -> e.getKey() + " = " + e.getValue())
            .collect(Collectors.joining(", "));
  }

  boolean isBest(Trial trial) {
    return trial.equals(tuning.best().orElseThrow());
  }
}
