package io.catwalk.pipeline.ingest.format;

/**
 * Turns the coefficients of an 8 × 8 block (ITU-T T.81, A.3.3) straight into the averages of its n
 * × n equal squares. Averaging folds the eight frequencies of an axis onto n: what is left is a sum
 * of coefficients, each with a weight, and a cosine transform of n points.
 */
public final class BlockBasis {

  private static final int[] ZIGZAG = {
    0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5, 12, 19, 26, 33, 40, 48, 41, 34, 27, 20,
    13, 6, 7, 14, 21, 28, 35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51, 58, 59,
    52, 45, 38, 31, 39, 46, 53, 60, 61, 54, 47, 55, 62, 63
  };

  /** Beyond the 63rd lie the steps that damaged data or the end of a block may lead to. */
  private static final int REACH = 64 + HuffmanTable.END_OF_BLOCK + 16;

  private static final float C1 = (float) Math.cos(Math.PI / 8);
  private static final float C2 = (float) Math.cos(Math.PI / 4);
  private static final float C3 = (float) Math.cos(3 * Math.PI / 8);

  public final int n;

  /** Places in the zigzag order from here on are left out: fine texture hardly moves an average. */
  final int needed;

  /** A coefficient's place among the n × n sums, by its place in the zigzag order. */
  final int[] fold = new int[REACH];

  /** What it is multiplied with there. */
  final float[] weight = new float[REACH];

  /**
   * @param n 1, 2 or 4
   * @param quantisation 64 steps in the zigzag order
   */
  public BlockBasis(int n, int[] quantisation) {
    this.n = n;
    this.needed = n == 1 ? 1 : n == 2 ? 5 : 25;
    for (int k = 0; k < 64; k++) {
      int u = ZIGZAG[k] & 7;
      int v = ZIGZAG[k] >> 3;
      fold[k] = foldOf(v) * n + foldOf(u);
      weight[k] = (float) (quantisation[k] * weightOf(u) * weightOf(v));
    }
  }

  /**
   * cos((2i+1)uπ/2n) at n points equals plus or minus that of a frequency below n, and is 0 at u =
   * n.
   */
  private int foldOf(int u) {
    int alias = u % (2 * n);
    return alias < n ? alias : alias == n ? 0 : 2 * n - alias;
  }

  private double weightOf(int u) {
    int alias = u % (2 * n);
    if (alias == n) {
      return 0;
    }
    double sign = (u / (2 * n) % 2 == 0 ? 1 : -1) * (alias > n ? -1 : 1);
    double averaged = 1; // of 8/n neighbours: a product of cosines, each halving the points
    for (int points = 8; points > n; points /= 2) {
      averaged *= Math.cos(u * Math.PI / (2 * points));
    }
    return sign * averaged * (u == 0 ? Math.sqrt(0.125) : 0.5);
  }

  /**
   * Writes n × n averages, 0 to 255 give or take what clipping would have cut.
   *
   * @param sums n × n, row by row; 0 afterwards
   */
  public void write(float[] sums, float[] plane, int at, int stride) {
    switch (n) {
      case 1 -> plane[at] = sums[0] + 128;
      case 2 -> {
        float even = sums[0] + 128;
        float x = sums[1] * C2;
        float y = sums[2] * C2;
        float xy = sums[3] * 0.5f;
        plane[at] = even + x + y + xy;
        plane[at + 1] = even - x + y - xy;
        plane[at + stride] = even + x - y - xy;
        plane[at + stride + 1] = even - x - y + xy;
      }
      default -> write4(sums, plane, at, stride);
    }
    for (int i = 0; i < n * n; i++) {
      sums[i] = 0;
    }
  }

  private static void write4(float[] sums, float[] plane, int at, int stride) {
    for (int column = 0; column < 4; column++) {
      transform(sums, column, sums, column, 4, 0);
    }
    for (int row = 0; row < 4; row++) {
      transform(sums, row * 4, plane, at + row * stride, 1, 128);
    }
  }

  /**
   * @param step from one of the four numbers to the next, in both arrays
   */
  private static void transform(float[] in, int from, float[] out, int to, int step, float base) {
    float even = in[from] + base;
    float f2 = in[from + 2 * step] * C2;
    float f1 = in[from + step];
    float f3 = in[from + 3 * step];
    float outer = f1 * C1 + f3 * C3;
    float inner = f1 * C3 - f3 * C1;
    out[to] = even + f2 + outer;
    out[to + step] = even - f2 + inner;
    out[to + 2 * step] = even - f2 - inner;
    out[to + 3 * step] = even + f2 - outer;
  }
}
