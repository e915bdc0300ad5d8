package io.catwalk.pipeline.report.chart;

import io.catwalk.pipeline.report.chart.Chart.DataTable;
import java.util.ArrayList;
import java.util.List;

/** A chart in the making. */
public final class Plot {

  private final Scale x;
  private final Scale y;
  private final List<Chart.Shape> shapes = new ArrayList<>();
  private final List<Chart.Point> points = new ArrayList<>();
  private final List<Chart.Key> legend = new ArrayList<>();
  private Chart.Axis top;

  public Plot(Scale x, Scale y) {
    this.x = x;
    this.y = y;
  }

  public Scale x() {
    return x;
  }

  public Scale y() {
    return y;
  }

  /** A line through points; one whose y is not a number interrupts it. */
  public void line(double[] atX, double[] atY, String style, String series) {
    StringBuilder path = new StringBuilder();
    boolean drawing = false;
    for (int i = 0; i < atX.length; i++) {
      if (Double.isFinite(atY[i])) {
        path.append(drawing ? 'L' : 'M').append(x.at(atX[i])).append(' ').append(y.at(atY[i]));
      }
      drawing = Double.isFinite(atY[i]);
    }
    if (path.length() > 0) {
      shapes.add(new Chart.Shape(path.toString(), style, series));
    }
  }

  public void rectangle(
      double fromX, double toX, double fromY, double toY, String style, String series) {
    shapes.add(
        new Chart.Shape(
            "M"
                + x.at(fromX)
                + " "
                + y.at(fromY)
                + "H"
                + x.at(toX)
                + "V"
                + y.at(toY)
                + "H"
                + x.at(fromX)
                + "Z",
            style,
            series));
  }

  public void point(double atX, double atY, String style, String series, String text) {
    if (Double.isFinite(atY)) {
      points.add(new Chart.Point(x.at(atX), y.at(atY), style, series, text));
    }
  }

  public void key(String series, String style, String label) {
    legend.add(new Chart.Key(series, style, label));
  }

  /** An axis above; without it there is none. */
  void above(Chart.Axis axis) {
    top = axis;
  }

  public Chart chart(
      String id, String title, String summary, Chart.Axis below, Chart.Axis left, DataTable table) {
    return new Chart(id, title, summary, below, left, top, shapes, points, legend, table);
  }
}
