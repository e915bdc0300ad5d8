package io.catwalk.pipeline.notebook;

import io.catwalk.models.graph.Graph;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.image.BufferedImage;
import java.util.Locale;

/** A graph's nodes at given places. */
public final class GraphDrawing {

  private static final int WIDTH = 560;
  private static final int HEIGHT = 400;
  private static final int MARGIN = 28;
  private static final double RADIUS = 11;
  private static final double OUTER = 14;

  private final Graph graph;
  private final double[][] places;

  /**
   * @param places [nodes][2]: across and up, in any unit
   */
  public GraphDrawing(Graph graph, double[][] places) {
    if (places.length != graph.nodes()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "expected a place for each of %d nodes, found %d",
              graph.nodes(),
              places.length));
    }
    this.graph = graph;
    this.places = places;
  }

  /** The nodes on a circle, in their order. */
  public static GraphDrawing circle(Graph graph) {
    double[][] places = new double[graph.nodes()][];
    for (int node = 0; node < places.length; node++) {
      double angle = 2 * Math.PI * node / places.length;
      places[node] = new double[] {Math.cos(angle), Math.sin(angle)};
    }
    return new GraphDrawing(graph, places);
  }

  /**
   * @param groups each node's, 0-based: its colour
   * @param ringed nodes to be drawn with a ring
   * @param firstNumber what the first node is called
   */
  public BufferedImage draw(int[] groups, boolean[] ringed, int firstNumber) {
    BufferedImage image = Palette.blank(WIDTH, HEIGHT);
    Graphics2D pen = Palette.pen(image);
    double[][] pixels = pixels();
    pen.setColor(Palette.FAINT);
    for (Graph.Edge edge : graph.edges()) {
      double[] from = pixels[edge.one()];
      double[] to = pixels[edge.other()];
      pen.draw(new Line2D.Double(from[0], from[1], to[0], to[1]));
    }
    for (int node = 0; node < pixels.length; node++) {
      double[] at = pixels[node];
      if (ringed[node]) {
        pen.setColor(Palette.INK);
        pen.setStroke(new BasicStroke(2));
        pen.draw(disc(at, OUTER));
      }
      pen.setColor(Palette.series(groups[node]));
      pen.fill(disc(at, RADIUS));
      pen.setColor(Color.WHITE);
      Palette.centred(pen, Integer.toString(node + firstNumber), at[0], at[1]);
    }
    pen.dispose();
    return image;
  }

  private static Ellipse2D disc(double[] at, double radius) {
    return new Ellipse2D.Double(at[0] - radius, at[1] - radius, 2 * radius, 2 * radius);
  }

  private double[][] pixels() {
    double[] least = {Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY};
    double[] most = {Double.NEGATIVE_INFINITY, Double.NEGATIVE_INFINITY};
    for (double[] place : places) {
      for (int axis = 0; axis < 2; axis++) {
        least[axis] = Math.min(least[axis], place[axis]);
        most[axis] = Math.max(most[axis], place[axis]);
      }
    }
    double[][] pixels = new double[places.length][];
    for (int node = 0; node < pixels.length; node++) {
      double across = share(places[node][0], least[0], most[0]);
      double up = share(places[node][1], least[1], most[1]);
      pixels[node] =
          new double[] {
            MARGIN + across * (WIDTH - 2 * MARGIN), HEIGHT - MARGIN - up * (HEIGHT - 2 * MARGIN)
          };
    }
    return pixels;
  }

  private static double share(double value, double least, double most) {
    return most > least ? (value - least) / (most - least) : 0.5;
  }
}
