package io.catwalk.pipeline.report.chart;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleFunction;

/**
 * From values to places in a chart.
 *
 * @param least value at {@code from}
 * @param most value at {@code to}
 */
public record Scale(double least, double most, double from, double to) {

  /** From left to right. */
  public static Scale across(double least, double most) {
    return new Scale(least, most, Chart.LEFT, Chart.RIGHT);
  }

  /** From bottom to top. */
  public static Scale up(double least, double most) {
    return new Scale(least, most, Chart.BOTTOM, Chart.TOP);
  }

  double place(double value) {
    return most == least ? from : from + (value - least) / (most - least) * (to - from);
  }

  /** With one decimal, or none where it is 0. */
  public String at(double value) {
    return number(place(value));
  }

  public static String number(double place) {
    String text = String.format(Locale.ROOT, "%.1f", place);
    return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
  }

  /**
   * Round values between least and most.
   *
   * @param about how many
   */
  public List<Chart.Tick> ticks(int about, DoubleFunction<String> label) {
    List<Chart.Tick> ticks = new ArrayList<>();
    double step = step(about);
    for (double k = Math.ceil(least / step - 1e-9); k * step <= most + step * 1e-6; k++) {
      ticks.add(new Chart.Tick(at(k * step), label.apply(k * step)));
    }
    return ticks;
  }

  /** 1, 2 or 5 times a power of ten. */
  private double step(int about) {
    double rough = (most - least) / Math.max(1, about);
    double power = Math.pow(10, Math.floor(Math.log10(rough)));
    for (double factor : new double[] {1, 2, 5}) {
      if (factor * power >= rough * 0.999) {
        return factor * power;
      }
    }
    return 10 * power;
  }

  /** Decimals that tell neighbouring ticks apart. */
  DoubleFunction<String> plain(int about) {
    int decimals = (int) Math.max(0, Math.min(6, -Math.floor(Math.log10(step(about)) + 1e-9)));
    return value -> String.format(Locale.ROOT, "%,." + decimals + "f", value + 0.0);
  }

  public static String wholePercent(double share) {
    return Math.round(100 * share) + "\u202f%";
  }
}
