package io.catwalk.pipeline.report.chart;

import io.catwalk.pipeline.report.chart.Chart.DataTable;
import io.catwalk.pipeline.runs.Drift.Measure;
import io.catwalk.pipeline.runs.Drift.Part;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** How a measure is distributed among new images and among those they are compared with. */
public final class DriftCharts {

  /** More bars than these cannot be told apart. */
  private static final int MOST_CLASSES = 12;

  private final Measure measure;
  private final List<Part> parts;

  /**
   * @param measure with at least two parts
   */
  public DriftCharts(Measure measure) {
    this.measure = measure;
    this.parts = isClasses(measure) ? mostChanged(measure.parts()) : measure.parts();
  }

  private static boolean isClasses(Measure measure) {
    return measure.parts().get(0).name() != null;
  }

  private static List<Part> mostChanged(List<Part> classes) {
    return classes.stream()
        .sorted(Comparator.comparingDouble(part -> -Math.abs(part.fresh() - part.reference())))
        .limit(MOST_CLASSES)
        .toList();
  }

  public Chart chart() {
    double most = 0;
    for (Part part : parts) {
      most = Math.max(most, Math.max(part.reference(), part.fresh()));
    }
    Scale up = Scale.up(0, most * 1.05);
    Plot plot =
        isClasses(measure)
            ? bars(new Plot(Scale.across(0, parts.size()), up))
            : steps(
                new Plot(
                    Scale.across(parts.get(0).lower(), parts.get(parts.size() - 1).upper()), up));
    plot.key("reference", "s0", measure.reference().what());
    plot.key("new", "s1", measure.fresh().what());
    return plot.chart(
        "drift-" + measure.key(),
        measure.name(),
        summary(),
        new Chart.Axis(label(), isClasses(measure) ? names(plot.x()) : ticks(plot.x())),
        new Chart.Axis("Share of images", plot.y().ticks(5, DriftCharts::percent)),
        table());
  }

  private Plot bars(Plot plot) {
    for (int i = 0; i < parts.size(); i++) {
      Part part = parts.get(i);
      plot.rectangle(i + 0.15, i + 0.5, 0, part.reference(), "bar s0", "reference");
      plot.rectangle(i + 0.5, i + 0.85, 0, part.fresh(), "bar s1", "new");
    }
    return plot;
  }

  private Plot steps(Plot plot) {
    double[] x = new double[2 * parts.size()];
    double[] before = new double[x.length];
    double[] now = new double[x.length];
    for (int i = 0; i < parts.size(); i++) {
      Part part = parts.get(i);
      x[2 * i] = part.lower();
      x[2 * i + 1] = part.upper();
      before[2 * i] = part.reference();
      before[2 * i + 1] = part.reference();
      now[2 * i] = part.fresh();
      now[2 * i + 1] = part.fresh();
    }
    plot.line(x, before, "line s0", "reference");
    plot.line(x, now, "line s1", "new");
    return plot;
  }

  /** A tick at −0 is one at 0. */
  private static String percent(double share) {
    return Words.percent(share + 0.0);
  }

  private List<Chart.Tick> names(Scale x) {
    List<Chart.Tick> ticks = new ArrayList<>();
    // Longer ones would run into each other: the table has them whole.
    int longest = Math.max(4, 72 / parts.size());
    for (int i = 0; i < parts.size(); i++) {
      String name = parts.get(i).name();
      ticks.add(
          new Chart.Tick(
              x.at(i + 0.5),
              name.length() > longest ? name.substring(0, longest - 1) + "…" : name));
    }
    return ticks;
  }

  private List<Chart.Tick> ticks(Scale x) {
    return x.ticks(5, x.plain(5));
  }

  private String label() {
    return switch (measure.key()) {
      case "class_shares" ->
          parts.size() < measure.parts().size()
              ? "The " + MOST_CLASSES + " classes whose share changed most"
              : "Class, the largest change first";
      case "brightness" -> "Mean of an image's pixels, 0 black to 1 white";
      case "width", "height" -> "Pixels before resizing";
      case "confidence" -> "Probability of the predicted class";
      default -> "Distance from the reference's mean, in spreads";
    };
  }

  private String summary() {
    return String.format(
        Locale.ROOT, "%s of the new images: %s.", measure.name(), measure.verdict());
  }

  private DataTable table() {
    List<List<String>> rows = new ArrayList<>();
    for (Part part : measure.parts()) {
      rows.add(
          List.of(
              part.name() == null
                  ? String.format(Locale.ROOT, "%.3g to %.3g", part.lower(), part.upper())
                  : part.name(),
              Words.percent(part.reference()),
              Words.percent(part.fresh())));
    }
    return new DataTable(
        List.of(isClasses(measure) ? "Class" : "From, to", "Reference", "New images"), rows);
  }
}
