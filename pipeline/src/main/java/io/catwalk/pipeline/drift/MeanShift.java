package io.catwalk.pipeline.drift;

import io.catwalk.pipeline.runs.Drift;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * What a network makes of images before its last layer: the distance of the mean embeddings,
 * divided by the spread of the reference, the root of its total variance. With one value an image
 * that is the standardised mean difference (J. Cohen, "Statistical power analysis for the
 * behavioral sciences", 1988; Glass's form of it). How often chance gives as much is counted on
 * random exchanges of both sides' images (a permutation test: E. Pitman, 1937), with a fixed seed.
 */
final class MeanShift {

  /** What Cohen calls a small effect. */
  private static final Threshold THRESHOLD = new Threshold(0.2);

  private static final int EXCHANGES = 199;

  private final float[][] reference;
  private final float[][] fresh;
  private final int values;

  /**
   * @param reference embeddings of one length
   * @param fresh likewise
   */
  private MeanShift(float[][] reference, float[][] fresh) {
    this.reference = reference;
    this.fresh = fresh;
    this.values = reference[0].length;
  }

  /**
   * @param what images the embeddings are of
   * @param embeddings of one length; empty where an image gave none
   */
  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  record Sample(String what, float[][] embeddings) {

    float[][] usable() {
      return Arrays.stream(embeddings).filter(row -> row.length > 0).toArray(float[][]::new);
    }
  }

  static Drift.Measure compare(Sample reference, Sample fresh, long seed) {
    float[][] before = reference.usable();
    float[][] now = fresh.usable();
    if (before.length < 2 || now.length < 2) {
      return measure(null, null, side(reference, before), side(fresh, now), List.of());
    }
    MeanShift shift = new MeanShift(before, now);
    double[] centre = mean(before);
    double spread = shift.spread(centre);
    return measure(
        shift.distance(spread),
        shift.probability(seed),
        side(reference, before),
        side(fresh, now),
        Histogram.of(away(before, centre, spread), away(now, centre, spread)));
  }

  private static Drift.Measure measure(
      Double distance,
      Double probability,
      Drift.Side before,
      Drift.Side now,
      List<Drift.Part> parts) {
    return new Drift.Measure(
        "embedding",
        "Embedding",
        distance,
        "distance of the means, in spreads",
        THRESHOLD.distance(),
        probability,
        "permutation",
        distance == null
            ? Drift.TOO_FEW
            : THRESHOLD.verdict(distance, probability, before.images(), now.images()),
        before,
        now,
        parts);
  }

  private static Drift.Side side(Sample sample, float[][] usable) {
    return new Drift.Side(
        sample.what, usable.length, sample.embeddings.length - usable.length, null);
  }

  private double distance(double spread) {
    return over(length(difference(mean(reference), mean(fresh))), spread);
  }

  /** Images that are all the same have no spread: any distance is infinitely large beside it. */
  private static double over(double length, double spread) {
    return length == 0 ? 0 : spread == 0 ? Double.MAX_VALUE : length / spread;
  }

  /** Root of the sum of the variances of all values. */
  private double spread(double[] centre) {
    double sum = 0;
    for (float[] row : reference) {
      sum += squared(row, centre);
    }
    return Math.sqrt(sum / (reference.length - 1));
  }

  private static double[] away(float[][] rows, double[] centre, double spread) {
    return Arrays.stream(rows)
        .mapToDouble(row -> spread == 0 ? 0 : Math.sqrt(squared(row, centre)) / spread)
        .toArray();
  }

  private static double squared(float[] row, double[] centre) {
    double sum = 0;
    for (int i = 0; i < centre.length; i++) {
      sum += (row[i] - centre[i]) * (row[i] - centre[i]);
    }
    return sum;
  }

  /** The share of exchanges whose means are at least as far apart; the images as they are count. */
  private double probability(long seed) {
    float[][] all = Arrays.copyOf(reference, reference.length + fresh.length);
    System.arraycopy(fresh, 0, all, reference.length, fresh.length);
    double[] total = new double[values];
    add(all, 0, all.length, total);
    int some = Math.min(reference.length, fresh.length);
    double observed = length(difference(mean(reference), mean(fresh)));
    Random random = new Random(seed);
    int asFar = 1;
    for (int k = 0; k < EXCHANGES; k++) {
      // The first places alone need be drawn: the others are the other side.
      for (int i = 0; i < some; i++) {
        int j = i + random.nextInt(all.length - i);
        float[] row = all[i];
        all[i] = all[j];
        all[j] = row;
      }
      double[] sum = new double[values];
      add(all, 0, some, sum);
      double[] apart = new double[values];
      for (int v = 0; v < values; v++) {
        apart[v] = sum[v] / some - (total[v] - sum[v]) / (all.length - some);
      }
      // Rounding must not tell two equal distances apart.
      asFar += length(apart) >= observed * (1 - 1e-9) ? 1 : 0;
    }
    return (double) asFar / (EXCHANGES + 1);
  }

  private static double[] mean(float[][] rows) {
    double[] sum = new double[rows[0].length];
    add(rows, 0, rows.length, sum);
    return Arrays.stream(sum).map(value -> value / rows.length).toArray();
  }

  private static void add(float[][] rows, int from, int to, double[] sum) {
    for (int i = from; i < to; i++) {
      for (int v = 0; v < sum.length; v++) {
        sum[v] += rows[i][v];
      }
    }
  }

  private static double[] difference(double[] one, double[] other) {
    double[] apart = new double[one.length];
    Arrays.setAll(apart, i -> one[i] - other[i]);
    return apart;
  }

  private static double length(double[] vector) {
    return Math.sqrt(Arrays.stream(vector).map(v -> v * v).sum());
  }
}
