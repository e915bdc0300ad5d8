package io.catwalk.models.engine.cpu;

import io.catwalk.models.engine.UpdaterBlock.Coefficients;

/** The updaters' formulas as loops that Java vectorises: see {@code UpdaterBlock}. */
final class Formulas {

  private Formulas() {}

  static void scale(float[] values, float factor, int count) {
    for (int i = 0; i < count; i++) {
      values[i] *= factor;
    }
  }

  /** values += factor · others. */
  static void add(float[] values, float factor, float[] others, int count) {
    for (int i = 0; i < count; i++) {
      values[i] += factor * others[i];
    }
  }

  static void clip(float[] values, float most, int count) {
    for (int i = 0; i < count; i++) {
      values[i] = Math.max(-most, Math.min(most, values[i]));
    }
  }

  static void nesterovs(float[] p, float[] g, float[] v, Coefficients by, int count) {
    float momentum = (float) by.first();
    float step = (float) by.step();
    for (int i = 0; i < count; i++) {
      float next = momentum * v[i] - step * g[i];
      p[i] -= momentum * v[i] - (1 + momentum) * next;
      v[i] = next;
    }
  }

  static void rmsProp(float[] p, float[] g, float[] v, Coefficients by, int count) {
    float decay = (float) by.first();
    float rest = (float) (1 - by.first());
    float step = (float) by.step();
    float epsilon = (float) by.epsilon();
    for (int i = 0; i < count; i++) {
      v[i] = decay * v[i] + rest * g[i] * g[i];
      p[i] -= step * g[i] / ((float) Math.sqrt(v[i]) + epsilon);
    }
  }

  static void adam(float[] p, float[] g, float[] m, float[] v, Coefficients by, int count) {
    float first = (float) by.first();
    float firstRest = (float) (1 - by.first());
    float second = (float) by.second();
    float secondRest = (float) (1 - by.second());
    float step = (float) by.step();
    float epsilon = (float) by.epsilon();
    for (int i = 0; i < count; i++) {
      m[i] = first * m[i] + firstRest * g[i];
      v[i] = second * v[i] + secondRest * g[i] * g[i];
      p[i] -= step * m[i] / ((float) Math.sqrt(v[i]) + epsilon);
    }
  }
}
