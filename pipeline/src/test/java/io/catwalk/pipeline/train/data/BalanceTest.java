package io.catwalk.pipeline.train.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.catwalk.models.ImageShape;
import io.catwalk.models.learning.Clipping;
import io.catwalk.pipeline.config.AugmentConfig;
import io.catwalk.pipeline.config.AveragingConfig;
import io.catwalk.pipeline.config.ComputeConfig;
import io.catwalk.pipeline.config.LearningConfig;
import io.catwalk.pipeline.config.LearningConfig.EarlyStopping;
import io.catwalk.pipeline.config.LearningConfig.RegularisationConfig;
import io.catwalk.pipeline.config.ScheduleConfig;
import io.catwalk.pipeline.config.TrainingConfig;
import io.catwalk.pipeline.config.TrainingConfig.CheckpointConfig;
import io.catwalk.pipeline.dataset.Example;
import io.catwalk.pipeline.dataset.Vectoriser;
import io.catwalk.pipeline.train.augment.ExampleSeeds;
import io.catwalk.pipeline.train.worker.MinibatchFeed;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Classes of which there are few images. */
class BalanceTest {

  private static final ImageShape SHAPE = new ImageShape(2, 2, 1);

  /** Of classes 0, 2 and 3; there is none of class 1. */
  private static ResidentPixels skewed(int... counts) {
    int[] labels = {0, 2, 3};
    List<Example> examples = new ArrayList<>();
    for (int i = 0; i < counts.length; i++) {
      for (int n = 0; n < counts[i]; n++) {
        examples.add(new Example(new byte[4], labels[i], "", ""));
      }
    }
    return ResidentPixels.of(examples);
  }

  @Test
  void allClassesComeEquallyOftenAndNoExampleMuchMoreThanAnother() {
    ResidentPixels examples = skewed(80, 15, 5);

    int[] order = BalancedOrder.of(7, 1, 0, examples);

    assertThat(order).hasSize(100);
    int[] seen = new int[100];
    int[] byClass = new int[4];
    for (int position : order) {
      seen[position]++;
      byClass[examples.label(position)]++;
    }
    assertThat(byClass)
        .satisfies(
            counts -> {
              assertThat(counts[1]).isZero();
              assertThat(List.of(counts[0], counts[2], counts[3]))
                  .allSatisfy(count -> assertThat(count).isBetween(33, 34));
            });
    assertThat(Arrays.stream(seen, 0, 80).boxed()).allSatisfy(n -> assertThat(n).isBetween(0, 1));
    assertThat(Arrays.stream(seen, 80, 95).boxed()).allSatisfy(n -> assertThat(n).isBetween(2, 3));
    assertThat(Arrays.stream(seen, 95, 100).boxed()).allSatisfy(n -> assertThat(n).isBetween(6, 7));
    // Not class after class.
    assertThat(Arrays.stream(order).limit(33).map(examples::label).distinct().count()).isEqualTo(3);
    assertThat(BalancedOrder.of(7, 1, 0, examples)).isEqualTo(order);
    assertThat(BalancedOrder.of(7, 2, 0, examples)).isNotEqualTo(order);
    assertThat(BalancedOrder.of(7, 1, 1, examples)).isNotEqualTo(order);
  }

  @Test
  void aClassWeighsTheMoreTheRarerItIs() {
    LearningConfig weighted =
        new LearningConfig(
            ScheduleConfig.CONSTANT,
            RegularisationConfig.NONE,
            LearningConfig.Normalisation.STANDARD,
            AugmentConfig.OFF,
            LearningConfig.Balance.WEIGHTS,
            EarlyStopping.NEVER);
    TrainingConfig config =
        new TrainingConfig(
            2,
            AveragingConfig.every(2),
            4,
            1,
            7,
            TrainingConfig.Updater.ADAM,
            0.01,
            0.9,
            TrainingConfig.Master.RESIDENT,
            ComputeConfig.ENGINE,
            CheckpointConfig.USUAL,
            weighted);

    assertThat(Recipe.of(config, List.of(80L, 0L, 15L, 5L)).classWeights())
        .containsExactly(100 / 240.0, 0.0, 100 / 45.0, 100 / 15.0);
  }

  @Test
  void targetsAddUpToTheWeightOfTheirClass() {
    ResidentPixels examples = skewed(3, 1);
    Recipe recipe =
        new Recipe(AugmentConfig.OFF, 1, 0.1, List.of(0.5, 0.0, 2.5), false, Clipping.NONE);
    float[] found;
    try (MinibatchFeed feed = new MinibatchFeed(Vectoriser.plain(SHAPE, 3))) {
      MinibatchFeed.Range range =
          new MinibatchFeed.Range(examples, new int[] {0, 3}, 0, 2, 2, recipe, ExampleSeeds.NONE);
      found = feed.fill(range, 0).labels().ravel().toFloatVector();
    }

    float off = 0.1f / 3;
    assertThat(found)
        .containsExactly(
            new float[] {
              0.5f * (0.9f + off),
              0.5f * off,
              0.5f * off,
              2.5f * off,
              2.5f * off,
              2.5f * (0.9f + off)
            },
            within(1e-6f));
  }
}
