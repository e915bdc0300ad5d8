package io.catwalk.pipeline.ingest.decode;

/**
 * Averages of intervals of a line that is known only as the averages of its cells. Within a cell
 * the line is taken as straight, with the slope between the cell's neighbours and the cell's own
 * average, so that an interval that cuts a cell gets the part that lies on its side (van Leer,
 * Towards the ultimate conservative difference scheme IV, 1977).
 */
final class AreaWeights {

  private final int[] first;
  private final float[][] weights;

  /**
   * @param cells how many there are
   * @param from where the first interval begins, in cells
   * @param length of an interval, in cells
   * @param intervals how many follow each other
   */
  AreaWeights(int cells, double from, double length, int intervals) {
    first = new int[intervals];
    weights = new float[intervals][];
    for (int i = 0; i < intervals; i++) {
      double begin = Math.max(0, Math.min(cells - 1e-6, from + i * length));
      double end = Math.min(cells, Math.max(begin + 1e-6, from + (i + 1) * length));
      int lowest = Math.max(0, (int) begin - 1);
      int highest = Math.min(cells - 1, (int) end + 1);
      float[] line = new float[highest - lowest + 1];
      addUpTo(end, 1 / (end - begin), line, lowest, cells);
      addUpTo(begin, -1 / (end - begin), line, lowest, cells);
      first[i] = lowest;
      weights[i] = line;
    }
  }

  /** Adds the integral from the line's first cell to there. */
  private static void addUpTo(double to, double factor, float[] line, int lowest, int cells) {
    int cell = Math.min(cells - 1, (int) to);
    double part = to - cell;
    for (int i = lowest; i < cell; i++) {
      line[i - lowest] += (float) factor;
    }
    line[cell - lowest] += (float) (factor * part);
    double slope = factor * part * (part - 1) / 4;
    line[Math.min(cells - 1, cell + 1) - lowest] += (float) slope;
    line[Math.max(0, cell - 1) - lowest] -= (float) slope;
  }

  /** Averages rows of a plane: {@code out} is set to interval {@code i}'s. */
  void rows(int i, float[] plane, int stride, float[] out, int width) {
    float[] line = weights[i];
    int row = first[i] * stride;
    float weight = line[0];
    for (int x = 0; x < width; x++) {
      out[x] = weight * plane[row + x];
    }
    for (int k = 1; k < line.length; k++) {
      row += stride;
      weight = line[k];
      for (int x = 0; x < width; x++) {
        out[x] += weight * plane[row + x];
      }
    }
  }

  /** Interval {@code i}'s average of a single row. */
  float average(int i, float[] row) {
    float[] line = weights[i];
    int from = first[i];
    float sum = 0;
    for (int k = 0; k < line.length; k++) {
      sum += line[k] * row[from + k];
    }
    return sum;
  }
}
