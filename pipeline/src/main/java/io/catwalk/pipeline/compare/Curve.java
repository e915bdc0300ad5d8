package io.catwalk.pipeline.compare;

import java.util.Arrays;

/**
 * Points of a curve, in the order in which it is drawn; x never falls.
 *
 * @param x 0 to 1
 * @param y 0 to 1
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
public record Curve(double[] x, double[] y) {

  /** The last y whose x is not above. */
  public double atOrBefore(double value) {
    int found = -1;
    for (int i = 0; i < x.length && x[i] <= value + 1e-12; i++) {
      found = i;
    }
    return found < 0 ? y[0] : y[found];
  }

  /** The first y whose x is not below; the last y where there is none. */
  public double atOrAfter(double value) {
    for (int i = 0; i < x.length; i++) {
      if (x[i] >= value - 1e-12) {
        return y[i];
      }
    }
    return y[y.length - 1];
  }

  /**
   * The same line to the eye: points nearer than {@code step} to the last one kept are left out.
   */
  Curve thinned(double step) {
    Builder kept = new Builder();
    kept.add(x[0], y[0]);
    double lastX = x[0];
    double lastY = y[0];
    for (int i = 1; i < x.length; i++) {
      boolean far = Math.abs(x[i] - lastX) >= step || Math.abs(y[i] - lastY) >= step;
      if (far || i == x.length - 1) {
        kept.add(x[i], y[i]);
        lastX = x[i];
        lastY = y[i];
      }
    }
    return kept.build();
  }

  static final class Builder {

    private double[] x = new double[64];
    private double[] y = new double[64];
    private int size;

    void add(double atX, double atY) {
      if (size == x.length) {
        x = Arrays.copyOf(x, 2 * size);
        y = Arrays.copyOf(y, 2 * size);
      }
      x[size] = atX;
      y[size++] = atY;
    }

    Curve build() {
      return new Curve(Arrays.copyOf(x, size), Arrays.copyOf(y, size));
    }
  }
}
