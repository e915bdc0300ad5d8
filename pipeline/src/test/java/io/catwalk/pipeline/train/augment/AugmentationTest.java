package io.catwalk.pipeline.train.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.catwalk.models.ImageShape;
import io.catwalk.pipeline.config.AugmentConfig;
import io.catwalk.pipeline.dataset.Example;
import io.catwalk.pipeline.dataset.Vectoriser;
import io.catwalk.pipeline.train.data.EpochOrder;
import io.catwalk.pipeline.train.data.Recipe;
import io.catwalk.pipeline.train.data.ResidentPixels;
import io.catwalk.pipeline.train.data.SeedMix;
import io.catwalk.pipeline.train.worker.MinibatchFeed;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AugmentationTest {

  private static final ImageShape SHAPE = new ImageShape(9, 7, 3);
  private static final int PLANE = 63;
  private static final int VALUES = 189;
  private static final Vectoriser VECTORISER =
      new Vectoriser(SHAPE, 3, List.of(0.25, 0.5, 0.5), List.of(0.5, 0.25, 0.5));
  private static final float[] BLACK = {-0.5f, -2f, -1f};

  private static AugmentConfig moving(double crop, boolean flip, double rotation, int shift) {
    return new AugmentConfig(
        crop, 1.5, flip, rotation, shift, AugmentConfig.Padding.EDGE, 0, 0, 0, 0.25, 0, 0, false);
  }

  private static AugmentConfig other(
      double brightness, double contrast, double erasing, double mixup) {
    return new AugmentConfig(
        1,
        1.3,
        false,
        0,
        0,
        AugmentConfig.Padding.BLACK,
        brightness,
        contrast,
        erasing,
        0.25,
        mixup,
        0,
        false);
  }

  /** Bilinear interpolation of a plane is that plane, wherever its pixels go. */
  @Test
  void everyMovementTakesPixelsFromWhereItSays() {
    float[] slope = new float[VALUES];
    for (int i = 0; i < VALUES; i++) {
      slope[i] = 3 * (i % 7) - 2 * (i % PLANE / 7) + i / PLANE * 100;
    }
    float[] moved = new float[VALUES];
    Resampling resampling = new Resampling(SHAPE, BLACK, true);
    double[] least = {9, 9};
    double[] most = {0, 0};
    for (int seed = 0; seed < 200; seed++) {
      Movement movement =
          Movement.draw(moving(0.3, true, seed % 2 * 30, 2), SHAPE, new Dice().begin(seed));
      resampling.move(slope, movement, moved, 0);
      for (int i = 0; i < VALUES; i++) {
        int column = i % 7;
        int row = i % PLANE / 7;
        double x = movement.x() + movement.xx() * column + movement.xy() * row;
        double y = movement.y() + movement.yx() * column + movement.yy() * row;
        x = Math.max(0, Math.min(6, x));
        y = Math.max(0, Math.min(8, y));
        assertThat(moved[i]).isCloseTo((float) (3 * x - 2 * y + i / PLANE * 100), within(1e-3f));
      }
      double width = Math.hypot(movement.xx(), movement.xy());
      double height = Math.hypot(movement.yx(), movement.yy());
      least[0] = Math.min(least[0], width * height);
      most[0] = Math.max(most[0], width * height);
      least[1] = Math.min(least[1], width / height);
      most[1] = Math.max(most[1], width / height);
    }
    assertThat(least[0]).isBetween(0.3 - 1e-9, 0.35);
    assertThat(most[0]).isBetween(0.9, 1.0);
    assertThat(least[1]).isBetween(1 / 1.5 - 1e-9, 0.75);
    assertThat(most[1]).isBetween(1.35, 1.5 + 1e-9);
  }

  @Test
  void whatIsNotTurnedIsTheSameByEitherWay() {
    float[] source = floats(VALUES);
    for (boolean edges : new boolean[] {false, true}) {
      Resampling resampling = new Resampling(SHAPE, BLACK, edges);
      for (int seed = 0; seed < 100; seed++) {
        Movement straight = Movement.draw(moving(0.5, true, 0, 4), SHAPE, new Dice().begin(seed));
        Movement turned =
            new Movement(
                straight.xx(), 1e-9, 1e-9, straight.yy(), straight.x(), straight.y(), false);
        float[] one = new float[VALUES];
        float[] other = new float[VALUES];
        resampling.move(source, straight, one, 0);
        resampling.move(source, turned, other, 0);
        assertThat(one).containsExactly(other, within(1e-3f));
      }
    }
  }

  @Test
  void aQuarterTurnIsExact() {
    ImageShape square = new ImageShape(4, 4, 1);
    float[] source = floats(16);
    float[] moved = new float[16];
    new Resampling(square, BLACK, false)
        .move(source, new Movement(0, 1, -1, 0, 0, 3, false), moved, 0);

    for (int row = 0; row < 4; row++) {
      for (int column = 0; column < 4; column++) {
        assertThat(moved[row * 4 + column]).isEqualTo(source[(3 - column) * 4 + row]);
      }
    }
  }

  @Test
  void wholePixelsAreCopiedAndWhatMovesInIsBlackOrTheEdge() {
    float[] source = floats(VALUES);
    for (boolean edges : new boolean[] {false, true}) {
      for (int mirrored : new int[] {1, -1}) {
        float[] copied = new float[VALUES + 3];
        float[] interpolated = new float[VALUES + 3];
        double x = mirrored > 0 ? -2 : 8;
        Resampling resampling = new Resampling(SHAPE, BLACK, edges);
        resampling.move(source, new Movement(mirrored, 0, 0, 1, x, 3, true), copied, 3);
        resampling.move(source, new Movement(mirrored, 0, 0, 1, x, 3, false), interpolated, 3);

        assertThat(copied).containsExactly(interpolated);
        assertThat(copied[3 + 2]).isEqualTo(mirrored > 0 ? source[21] : source[21 + 6]);
        assertThat(copied[3]).isEqualTo(edges ? source[21 + (mirrored > 0 ? 0 : 6)] : BLACK[0]);
        assertThat(copied[3 + VALUES - 1])
            .isEqualTo(edges ? source[VALUES - 7 + (mirrored > 0 ? 4 : 2)] : BLACK[2]);
      }
    }
  }

  @Test
  void halfOfTheImagesAreMirroredAndShiftsReachTheirRange() {
    int mirrored = 0;
    int[] right = new int[7];
    for (int seed = 0; seed < 1000; seed++) {
      Movement movement =
          Movement.draw(moving(1, true, 0, 3), SHAPE, new Dice().begin(SeedMix.of(seed)));
      assertThat(movement.whole()).isTrue();
      mirrored += movement.xx() < 0 ? 1 : 0;
      right[(int) Math.round(movement.xx() > 0 ? -movement.x() : movement.x() - 6) + 3]++;
    }
    assertThat(mirrored).isBetween(440, 560);
    assertThat(Arrays.stream(right).boxed())
        .allSatisfy(count -> assertThat(count).isBetween(90, 200));
  }

  @Test
  void coloursAreThoseOfTheirFormula() {
    float[] values = new float[VALUES];
    Random random = new Random(1);
    double[] pixels = new double[VALUES];
    double sum = 0;
    for (int i = 0; i < VALUES; i++) {
      pixels[i] = random.nextInt(256) / 255.0;
      sum += pixels[i];
    }
    for (int seed = 0; seed < 50; seed++) {
      for (int i = 0; i < VALUES; i++) {
        values[i] =
            (float)
                ((pixels[i] - VECTORISER.mean().get(i / PLANE))
                    / VECTORISER.deviation().get(i / PLANE));
      }
      new Colouring(other(0.5, 0.8, 0, 0), VECTORISER).apply(values, 0, new Dice().begin(seed));
      Dice dice = new Dice().begin(seed);
      double brightness = dice.between(0.5, 1.5);
      double contrast = dice.between(0.2, 1.8);
      double mean = brightness * sum / VALUES;
      for (int i = 0; i < VALUES; i++) {
        double expected = mean + contrast * (brightness * pixels[i] - mean);
        double found =
            values[i] * VECTORISER.deviation().get(i / PLANE) + VECTORISER.mean().get(i / PLANE);
        assertThat(found).isCloseTo(Math.max(0, Math.min(1, expected)), within(1e-5));
      }
    }
  }

  @Test
  void aRectangleIsErasedFromSomeImages() {
    int erased = 0;
    for (int seed = 0; seed < 400; seed++) {
      float[] values = floats(VALUES);
      new Erasing(other(0, 0, 0.5, 0), SHAPE).apply(values, 0, new Dice().begin(SeedMix.of(seed)));
      List<Integer> zeros = IntStream.range(0, PLANE).filter(i -> values[i] == 0).boxed().toList();
      assertThat(
              IntStream.range(2 * PLANE, VALUES)
                  .filter(i -> values[i] == 0)
                  .mapToObj(i -> i - 2 * PLANE))
          .isEqualTo(zeros);
      if (!zeros.isEmpty()) {
        erased++;
        int rows = (int) zeros.stream().map(i -> i / 7).distinct().count();
        int columns = (int) zeros.stream().map(i -> i % 7).distinct().count();
        assertThat(zeros).as("a rectangle").hasSize(rows * columns);
        assertThat(zeros.size()).isLessThanOrEqualTo(26);
      }
    }
    assertThat(erased).isBetween(160, 240);
  }

  @Test
  void mixingKeepsSharesOfImagesAndTargetsTheSame() {
    float[] features = {1, 1, 2, 2, 4, 4};
    float[] targets = {1, 0, 0, 0, 1, 0, 0, 0, 1};

    new Mixing(other(0, 0, 0, 0.8), new ImageShape(1, 2, 1))
        .apply(new long[] {1, 2, 3}, features, targets);

    float[][] of = {{1, 2}, {2, 4}, {4, 1}};
    for (int i = 0; i < 3; i++) {
      float kept = targets[i * 3 + i];
      float rest = targets[i * 3 + (i + 1) % 3];
      assertThat(kept).isBetween(0.5f, 1f);
      assertThat(kept + rest).isCloseTo(1, within(1e-6f));
      assertThat(features[i * 2])
          .isCloseTo(kept * of[i][0] + rest * of[i][1], within(1e-5f))
          .isEqualTo(features[i * 2 + 1]);
    }
    assertThat(targets[0]).isNotEqualTo(targets[4]);
  }

  /** Images of one value each, so that what is of which shows in every pixel. */
  @Test
  void cuttingPutsARectangleOfTheNextImageInItsPlaceAndItsShareIntoTheTarget() {
    Mixing mixing = new Mixing(mixing(0, 1), SHAPE);
    int cut = 0;
    for (long seed = 0; seed < 60; seed++) {
      float[] features = new float[3 * VALUES];
      for (int i = 0; i < features.length; i++) {
        features[i] = i / VALUES;
      }
      float[] targets = {1, 0, 0, 0, 1, 0, 0, 0, 1};

      mixing.apply(new long[] {seed, seed + 100, seed + 200}, features, targets);

      for (int image = 0; image < 3; image++) {
        List<Integer> others = new ArrayList<>();
        for (int i = 0; i < PLANE; i++) {
          float value = features[image * VALUES + i];
          assertThat(features[image * VALUES + 2 * PLANE + i]).as("all channels").isEqualTo(value);
          assertThat(value).isIn((float) image, (float) ((image + 1) % 3));
          if (value != image) {
            others.add(i);
          }
        }
        long rows = others.stream().map(i -> i / 7).distinct().count();
        long columns = others.stream().map(i -> i % 7).distinct().count();
        assertThat((long) others.size()).as("a rectangle").isEqualTo(rows * columns);
        float share = others.size() / (float) PLANE;
        assertThat(targets[image * 3 + (image + 1) % 3]).isCloseTo(share, within(1e-6f));
        assertThat(targets[image * 3 + image]).isCloseTo(1 - share, within(1e-6f));
        cut += others.size();
      }
    }
    // Half of the area before what lies outside is cut off.
    assertThat(cut / (180.0 * PLANE)).isBetween(0.25, 0.5);
  }

  @Test
  void whereBothAreAskedForEachImageGetsOneOfThem() {
    Mixing both = new Mixing(mixing(0.8, 1), SHAPE);
    long[] seeds = LongStream.range(0, 200).toArray();
    float[] features = new float[200 * VALUES];
    float[] targets = new float[400];
    for (int i = 0; i < features.length; i++) {
      features[i] = i / VALUES % 2;
    }
    both.apply(seeds, features, targets);

    int blended = 0;
    for (int image = 0; image < 200; image++) {
      float first = features[image * VALUES];
      blended += first != 0 && first != 1 ? 1 : 0;
    }
    assertThat(blended).isBetween(70, 130);
    float[] again = new float[200 * VALUES];
    for (int i = 0; i < again.length; i++) {
      again[i] = i / VALUES % 2;
    }
    both.apply(seeds, again, new float[400]);
    assertThat(again).containsExactly(features);
  }

  private static AugmentConfig mixing(double mixup, double cutmix) {
    return new AugmentConfig(
        1, 1.3, false, 0, 0, AugmentConfig.Padding.BLACK, 0, 0, 0, 0.25, mixup, cutmix, false);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.2, 0.5, 1})
  void sharesAreOfTheBetaDistribution(double alpha) {
    Dice dice = new Dice().begin(9);
    double sum = 0;
    double squares = 0;
    for (int i = 0; i < 20_000; i++) {
      double share = dice.beta(alpha);
      sum += share;
      squares += (share - 0.5) * (share - 0.5);
    }
    assertThat(sum / 20_000).isCloseTo(0.5, within(0.01));
    assertThat(squares / 20_000).isCloseTo(1 / (4 * (2 * alpha + 1)), within(0.005));
  }

  @Test
  void whatBecomesOfAnImageDependsOnSeedEpochAndPlaceInTheDatasetAlone() {
    List<Example> all = examples(24);
    AugmentConfig config =
        new AugmentConfig(
            0.4, 1.3, true, 20, 2, AugmentConfig.Padding.BLACK, 0.2, 0.2, 0.5, 0.2, 0, 0, false);
    float[][] one = fill(all, config, 1, 1, false);

    assertThat(fill(all, config, 3, 1, false)).isDeepEqualTo(one);
    assertThat(fill(all, config, 2, 1, true)).isDeepEqualTo(one);
    float[][] next = fill(all, config, 1, 2, false);
    for (int i = 0; i < one.length; i++) {
      assertThat(next[i]).as("image %d in another epoch", i).isNotEqualTo(one[i]);
    }
    float[][] plain = fill(all, AugmentConfig.OFF, 1, 1, false);
    assertThat(plain[5])
        .isEqualTo(VECTORISER.features(List.of(all.get(5))).ravel().toFloatVector());
  }

  /** Each example's values, by its place in the dataset. */
  private static float[][] fill(
      List<Example> all, AugmentConfig config, int workers, int epoch, boolean ahead) {
    float[][] found = new float[all.size()][];
    Recipe plain = Recipe.PLAIN;
    Recipe recipe = new Recipe(config, workers, 0, plain.classWeights(), false, plain.clipping());
    for (int worker = 0; worker < workers; worker++) {
      List<Example> hand = new ArrayList<>();
      for (int i = worker; i < all.size(); i += workers) {
        hand.add(all.get(i));
      }
      int[] order = EpochOrder.of(3, 1, worker, hand.size());
      int[] at = {0};
      int number = worker;
      try (MinibatchFeed feed = new MinibatchFeed(VECTORISER)) {
        feed.each(
            new MinibatchFeed.Range(
                ResidentPixels.of(hand),
                order,
                0,
                hand.size(),
                5,
                recipe,
                new ExampleSeeds(11, epoch, worker, workers)),
            ahead,
            minibatch -> {
              float[] values = minibatch.features().ravel().toFloatVector();
              for (int i = 0; i < minibatch.size(); i++) {
                found[order[at[0]++] * workers + number] =
                    Arrays.copyOfRange(values, i * VALUES, (i + 1) * VALUES);
              }
            });
      }
    }
    return found;
  }

  private static List<Example> examples(int count) {
    Random random = new Random(5);
    List<Example> examples = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      byte[] pixels = new byte[VALUES];
      random.nextBytes(pixels);
      examples.add(new Example(pixels, i % 3, "", ""));
    }
    return examples;
  }

  /** None of them 0. */
  private static float[] floats(int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = i + 1;
    }
    return values;
  }
}
