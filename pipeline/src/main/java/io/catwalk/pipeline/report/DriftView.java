package io.catwalk.pipeline.report;

import io.catwalk.pipeline.report.chart.Chart;
import io.catwalk.pipeline.report.chart.DriftCharts;
import io.catwalk.pipeline.report.chart.Words;
import io.catwalk.pipeline.runs.Drift;
import io.catwalk.pipeline.runs.Drift.Measure;
import io.catwalk.pipeline.runs.Drift.Side;
import io.catwalk.pipeline.runs.StoredRun;
import java.util.List;
import java.util.Locale;

/**
 * The drift of new images as the page shows it.
 *
 * @param sentence all verdicts
 * @param rows a measure
 * @param notes what was not measured
 * @param charts a measure that has more than one class or bin
 */
record DriftView(String sentence, List<Row> rows, List<String> notes, List<Chart> charts) {

  /**
   * @param name of the measure
   * @param before mean of the reference
   * @param after mean of the new images
   * @param distance its value
   * @param how the distance's name and from which value on it counts
   * @param chance probability that chance alone gives it, and by which test
   * @param verdict in words
   * @param style names of style classes
   * @param compared the images on both sides
   */
  record Row(
      String name,
      String before,
      String after,
      String distance,
      String how,
      String chance,
      String verdict,
      String style,
      String compared) {}

  /** Null where no drift was measured. */
  static DriftView of(StoredRun run) {
    Drift drift = run.drift();
    return drift == null
        ? null
        : new DriftView(
            drift.sentence() + ".",
            drift.measures().stream().map(DriftView::row).toList(),
            drift.notes(),
            drift.measures().stream()
                // Where all is the same there is nothing to draw.
                .filter(measure -> measure.parts().size() > 1)
                .map(measure -> new DriftCharts(measure).chart())
                .toList());
  }

  private static Row row(Measure measure) {
    return new Row(
        measure.name(),
        mean(measure.key(), measure.reference().mean()),
        mean(measure.key(), measure.fresh().mean()),
        Words.ratio(measure.distance()),
        String.format(Locale.ROOT, "%s, from %s on", measure.distanceName(), measure.threshold()),
        measure.probability() == null
            ? Words.ratio((Double) null)
            : Words.probability(measure.probability()) + ", " + measure.test(),
        measure.verdict(),
        measure.verdict().equals(Drift.MOVED) ? "mark worse" : "mark",
        side(measure.fresh()) + "; " + side(measure.reference()));
  }

  private static String mean(String key, Double mean) {
    return switch (key) {
      case "brightness", "confidence" -> Words.percent(mean);
      case "width", "height" ->
          mean == null ? Words.ratio(mean) : Words.count(Math.round(mean), "pixel");
      default -> Words.ratio(mean);
    };
  }

  private static String side(Side side) {
    return Words.count(side.images())
        + " "
        + side.what()
        + (side.unmeasured() == 0
            ? ""
            : " (" + Words.count(side.unmeasured()) + " more could not be measured)");
  }
}
