package io.catwalk.pipeline.notebook;

import java.awt.BasicStroke;
import java.awt.Graphics2D;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Lines over numbers: curves of a training, costs by a setting. */
public final class LineChart {

  private static final int WIDTH = 560;
  private static final int HEIGHT = 300;
  private static final int LEFT = 62;
  private static final int RIGHT = 14;
  private static final int TOP = 30;
  private static final int BOTTOM = 42;
  private static final int TICKS = 5;
  private static final double DOT = 6;
  private static final int MOST_DOTS = 40;

  private final String title;
  private final String across;
  private final List<Series> series = new ArrayList<>();

  private record Series(String name, double[] x, double[] y) {}

  /**
   * @param across what stands below the horizontal axis
   */
  public LineChart(String title, String across) {
    this.title = title;
    this.across = across;
  }

  /**
   * @param x as many as y, in rising order
   */
  public LineChart add(String name, double[] x, double[] y) {
    if (x.length != y.length || x.length == 0) {
      throw new IllegalArgumentException(
          name + ": expected as many x as y, found " + x.length + " and " + y.length);
    }
    series.add(new Series(name, x.clone(), y.clone()));
    return this;
  }

  /** One value an epoch, from epoch 1 on. */
  public LineChart add(String name, List<Double> values) {
    double[] x = new double[values.size()];
    for (int i = 0; i < x.length; i++) {
      x[i] = i + 1;
    }
    return add(name, x, values.stream().mapToDouble(Double::doubleValue).toArray());
  }

  public BufferedImage draw() {
    if (series.isEmpty()) {
      throw new IllegalStateException("expected at least one line");
    }
    BufferedImage image = Palette.blank(WIDTH, HEIGHT);
    Graphics2D pen = Palette.pen(image);
    Axis horizontal = Axis.over(series.stream().map(Series::x).toList());
    Axis vertical = Axis.over(series.stream().map(Series::y).toList());
    grid(pen, horizontal, vertical);
    for (int i = 0; i < series.size(); i++) {
      line(pen, i, horizontal, vertical);
    }
    pen.setColor(Palette.INK);
    Palette.centred(pen, title, (LEFT + WIDTH - RIGHT) / 2.0, TOP / 2.0 - 3);
    Palette.centred(pen, across, (LEFT + WIDTH - RIGHT) / 2.0, HEIGHT - 10);
    legend(pen);
    pen.dispose();
    return image;
  }

  private static double x(Axis axis, double value) {
    return LEFT + axis.share(value) * (WIDTH - LEFT - RIGHT);
  }

  private static double y(Axis axis, double value) {
    return HEIGHT - BOTTOM - axis.share(value) * (HEIGHT - TOP - BOTTOM);
  }

  private void grid(Graphics2D pen, Axis horizontal, Axis vertical) {
    for (double tick : vertical.ticks()) {
      int y = (int) y(vertical, tick);
      pen.setColor(Palette.FAINT);
      pen.drawLine(LEFT, y, WIDTH - RIGHT, y);
      pen.setColor(Palette.INK);
      Palette.centred(pen, vertical.text(tick), LEFT / 2.0 + 4, y);
    }
    for (double tick : horizontal.ticks()) {
      Palette.centred(pen, horizontal.text(tick), x(horizontal, tick), HEIGHT - BOTTOM + 12);
    }
  }

  private void line(Graphics2D pen, int index, Axis horizontal, Axis vertical) {
    Series drawn = series.get(index);
    Path2D path = new Path2D.Double();
    pen.setColor(Palette.series(index));
    for (int i = 0; i < drawn.x().length; i++) {
      double x = x(horizontal, drawn.x()[i]);
      double y = y(vertical, drawn.y()[i]);
      if (i == 0) {
        path.moveTo(x, y);
      } else {
        path.lineTo(x, y);
      }
      if (drawn.x().length <= MOST_DOTS) {
        pen.fill(new Ellipse2D.Double(x - DOT / 2, y - DOT / 2, DOT, DOT));
      }
    }
    pen.setStroke(new BasicStroke(2));
    pen.draw(path);
    pen.setStroke(new BasicStroke(1));
  }

  private void legend(Graphics2D pen) {
    int x = LEFT + 4;
    for (int i = 0; i < series.size(); i++) {
      pen.setColor(Palette.series(i));
      pen.fillRect(x, TOP - 9, 10, 10);
      pen.setColor(Palette.INK);
      pen.drawString(series.get(i).name(), x + 14, TOP);
      x += 30 + pen.getFontMetrics().stringWidth(series.get(i).name());
    }
  }

  /** A range with round numbers in it. */
  private record Axis(double least, double most, double step) {

    static Axis over(List<double[]> values) {
      double least = Double.POSITIVE_INFINITY;
      double most = Double.NEGATIVE_INFINITY;
      for (double[] some : values) {
        for (double value : some) {
          least = Math.min(least, value);
          most = Math.max(most, value);
        }
      }
      if (most == least) {
        most = least + 1;
      }
      double step = round((most - least) / TICKS);
      return new Axis(Math.floor(least / step) * step, Math.ceil(most / step) * step, step);
    }

    /** The next of 1, 2, 5, 10, 20, 50, … upwards. */
    private static double round(double rough) {
      double power = Math.pow(10, Math.floor(Math.log10(rough)));
      for (double factor : new double[] {1, 2, 5}) {
        if (factor * power >= rough) {
          return factor * power;
        }
      }
      return 10 * power;
    }

    double share(double value) {
      return (value - least) / (most - least);
    }

    List<Double> ticks() {
      List<Double> ticks = new ArrayList<>();
      for (int i = 0; least + i * step <= most + step / 2; i++) {
        ticks.add(least + i * step);
      }
      return ticks;
    }

    String text(double tick) {
      int decimals = (int) Math.max(0, -Math.floor(Math.log10(step)));
      return String.format(Locale.ROOT, "%,." + decimals + "f", tick);
    }
  }
}
