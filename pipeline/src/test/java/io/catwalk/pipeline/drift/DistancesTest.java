package io.catwalk.pipeline.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.catwalk.pipeline.runs.Drift;
import io.catwalk.pipeline.runs.Drift.Measure;
import io.catwalk.pipeline.runs.Drift.Part;
import java.util.Map;
import java.util.Random;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Distances and verdicts against values worked out by hand. */
class DistancesTest {

  @Test
  void theJensenShannonDistanceOfHalvesAndOneClassAlone() {
    // Mixture 3/4, 1/4: (½ log₂ ⅔ + ½ log₂ 2 + log₂ 4/3) / 2 = 0.311278, and its root.
    assertThat(ClassShares.distance(new long[] {50, 50}, new long[] {20, 0}))
        .isCloseTo(0.557923, within(1e-6));
    assertThat(ClassShares.distance(new long[] {5, 0}, new long[] {0, 7})).isEqualTo(1);
    assertThat(ClassShares.distance(new long[] {10, 30}, new long[] {1, 3})).isZero();
  }

  @Test
  void sharesThatChangeMoveAndFewImagesCannotTell() {
    Map<String, Long> before = Map.of("cat", 500L, "dog", 500L, "unused", 0L);

    Measure moved = ClassShares.compare(before, Map.of("cat", 90L, "dog", 10L), "training images");
    Measure same = ClassShares.compare(before, Map.of("cat", 52L, "dog", 48L), "training images");
    Measure few = ClassShares.compare(before, Map.of("cat", 25L), "training images");
    Measure chance = ClassShares.compare(before, Map.of("cat", 20L, "dog", 12L), "training images");

    assertThat(moved.verdict()).isEqualTo(Drift.MOVED);
    // (500·10 − 500·90)² · 1100 / (590 · 510 · 1000 · 100) = 58.5 with one degree of freedom.
    assertThat(moved.probability()).isBetween(1e-14, 1e-13);
    assertThat(moved.parts())
        .containsExactly(
            new Part("cat", null, null, 0.5, 0.9), new Part("dog", null, null, 0.5, 0.1));
    assertThat(same.verdict()).isEqualTo(Drift.AS_BEFORE);
    assertThat(few.verdict()).isEqualTo(Drift.TOO_FEW);
    // Shares of 5/8 and 3/8 are 0.107 away, by a chance of 0.16.
    assertThat(chance.distance()).isCloseTo(0.1065, within(1e-3));
    assertThat(chance.verdict()).isEqualTo(Drift.TOO_FEW);
  }

  @Test
  void theKolmogorovSmirnovStatisticIsTheLargestStep() {
    Measure measure = compare(new double[] {0.1, 0.2, 0.3, 0.4}, new double[] {0.3, 0.4, 0.5, 0.6});

    // Below 0.3 lie two of four and none of four.
    assertThat(measure.distance()).isEqualTo(0.5);
    assertThat(measure.verdict()).isEqualTo(Drift.TOO_FEW);
    assertThat(measure.reference().mean()).isCloseTo(0.25, within(1e-12));
    assertThat(measure.fresh().mean()).isCloseTo(0.45, within(1e-12));
  }

  @Test
  void darkerImagesMoveAndAsBrightOnesDoNot() {
    double[] before = uniform(0.4, 0.6, 400);

    // Half of a width to the left: half of the images lie below all others.
    Measure darker = compare(before, uniform(0.3, 0.5, 200));
    Measure same = compare(before, uniform(0.4, 0.6, 200));
    // A step of 0.15: beyond the threshold, within what chance does to 40 images.
    Measure chance = compare(before, uniform(0.37, 0.57, 40));

    assertThat(darker.distance()).isCloseTo(0.5, within(0.01));
    assertThat(darker.verdict()).isEqualTo(Drift.MOVED);
    assertThat(same.distance()).isLessThan(0.01);
    assertThat(same.verdict()).isEqualTo(Drift.AS_BEFORE);
    assertThat(chance.distance()).isBetween(0.14, 0.17);
    assertThat(chance.probability()).isGreaterThan(0.1);
    assertThat(chance.verdict()).isEqualTo(Drift.TOO_FEW);
  }

  @Test
  void imagesWithoutAUsableValueAreCounted() {
    double[] some = {0.5, Double.NaN, -1, 0.6, 2};

    Measure measure = compare(uniform(0, 1, 50), some);
    Measure none = compare(uniform(0, 1, 50), new double[] {Double.NaN});

    assertThat(measure.fresh().images()).isEqualTo(2);
    assertThat(measure.fresh().unmeasured()).isEqualTo(3);
    assertThat(none.distance()).isNull();
    assertThat(none.fresh().mean()).isNull();
    assertThat(none.verdict()).isEqualTo(Drift.TOO_FEW);
  }

  @Test
  void binsShareBothSidesOut() {
    Measure measure = compare(uniform(0, 0.5, 100), uniform(0.5, 1, 100));

    assertThat(measure.parts()).hasSize(20);
    assertThat(measure.parts().stream().mapToDouble(Part::reference).sum())
        .isCloseTo(1, within(1e-9));
    assertThat(measure.parts().get(0).fresh()).isZero();
    assertThat(measure.parts().get(19).reference()).isZero();
    assertThat(compare(new double[] {0.5, 0.5}, new double[] {0.5, 0.5}).parts())
        .containsExactly(new Part(null, 0.5, 0.5, 1, 1));
  }

  @Test
  void theDistanceOfMeansIsToldInSpreads() {
    // Means (1, 1) and (4, 5) are 5 apart; variances 2 and 2 make a spread of 2.
    Measure measure = embeddings(new float[][] {{0, 0}, {2, 2}}, new float[][] {{4, 4}, {4, 6}});

    assertThat(measure.distance()).isCloseTo(2.5, within(1e-9));
    assertThat(measure.verdict()).isEqualTo(Drift.TOO_FEW);
  }

  @Test
  void embeddingsElsewhereMoveAndThoseOfTheSameKindDoNot() {
    float[][] before = gaussian(300, 0, 1);

    Measure same = embeddings(before, gaussian(200, 0, 2));
    Measure moved = embeddings(before, gaussian(200, 0.5, 3));

    assertThat(same.verdict()).isEqualTo(Drift.AS_BEFORE);
    assertThat(same.probability()).isGreaterThan(0.05);
    // Half a deviation in each of eight values is half a spread; no exchange comes near.
    assertThat(moved.distance()).isBetween(0.4, 0.6);
    assertThat(moved.probability()).isEqualTo(1.0 / 200);
    assertThat(moved.verdict()).isEqualTo(Drift.MOVED);
    assertThat(embeddings(before, gaussian(200, 0.5, 3))).isEqualTo(moved);
  }

  @Test
  void imagesWithoutAnEmbeddingAreCounted() {
    float[][] rows = gaussian(40, 0, 1);
    rows[3] = new float[0];

    Measure measure = embeddings(gaussian(40, 0, 2), rows);

    assertThat(measure.fresh().images()).isEqualTo(39);
    assertThat(measure.fresh().unmeasured()).isEqualTo(1);
    assertThat(embeddings(rows, new float[][] {{}}).distance()).isNull();
  }

  private static Measure compare(double[] before, double[] now) {
    return Quantity.BRIGHTNESS.compare(
        new Quantity.Sample("training images", before), new Quantity.Sample("new images", now));
  }

  private static Measure embeddings(float[][] before, float[][] now) {
    return MeanShift.compare(
        new MeanShift.Sample("test images", before), new MeanShift.Sample("new images", now), 7);
  }

  private static double[] uniform(double from, double to, int count) {
    return IntStream.range(0, count)
        .mapToDouble(i -> from + (to - from) * (i + 0.5) / count)
        .toArray();
  }

  private static float[][] gaussian(int count, double mean, long seed) {
    Random random = new Random(seed);
    float[][] rows = new float[count][8];
    for (float[] row : rows) {
      double[] values =
          DoubleStream.generate(() -> mean + random.nextGaussian()).limit(8).toArray();
      IntStream.range(0, 8).forEach(i -> row[i] = (float) values[i]);
    }
    return rows;
  }
}
