package io.catwalk.pipeline.report.chart;

import java.util.List;

/**
 * A chart as the page draws it: everything in the units of its viewBox, {@value #WIDTH} by {@value
 * #HEIGHT}.
 *
 * @param id unique in the page
 * @param title what it shows
 * @param summary what a reader should see in it: the text alternative
 * @param x axis below
 * @param y axis at the left
 * @param top axis above; null for none
 * @param shapes in drawing order
 * @param points that tell their values when pointed at
 * @param legend may be empty
 * @param table all its numbers
 */
public record Chart(
    String id,
    String title,
    String summary,
    Axis x,
    Axis y,
    Axis top,
    List<Shape> shapes,
    List<Point> points,
    List<Key> legend,
    DataTable table) {

  static final int WIDTH = 640;
  static final int HEIGHT = 400;
  static final int LEFT = 58;
  static final int RIGHT = WIDTH - 14;
  static final int TOP = 34;
  static final int BOTTOM = HEIGHT - 50;

  /**
   * @param ticks ascending
   */
  public record Axis(String label, List<Tick> ticks) {}

  /**
   * @param at position along the axis, in the chart's units
   */
  public record Tick(String at, String label) {}

  /**
   * @param path SVG path data
   * @param style names of style classes
   * @param series which entry of the legend it belongs to; null for none
   */
  public record Shape(String path, String style, String series) {}

  /**
   * @param text what it tells
   */
  public record Point(String x, String y, String style, String series, String text) {}

  /**
   * @param series that it names
   */
  public record Key(String series, String style, String label) {}

  /**
   * A chart's numbers for those who cannot see it or want to copy them.
   *
   * @param heads a column; the first names the rows
   * @param rows as many cells as there are heads
   */
  public record DataTable(List<String> heads, List<List<String>> rows) {}
}
