package io.catwalk.pipeline.runs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PredictionSampleTest {

  @Test
  void fewAreAllThereInTheirOrder() {
    List<Prediction> few = predictions(0, 1_000);

    PredictionSample sample = of(few);

    assertThat(sample.predictions()).containsExactlyElementsOf(few);
    assertThat(sample.below()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void ofManySomeStandForAllInWhateverOrderTheyCome() {
    List<Prediction> many = new ArrayList<>(predictions(0, 20_000));
    PredictionSample sample = of(many);

    assertThat(sample.seen()).isEqualTo(20_000);
    assertThat(sample.predictions()).hasSize(1_000).isSubsetOf(many);
    assertThat(sample.predictions().stream().map(many::indexOf)).isSorted();
    // Even shares of the first and the second half.
    assertThat(sample.predictions().stream().filter(many.subList(0, 10_000)::contains).count())
        .isBetween(430L, 570L);
    Set<Prediction> drawn = new HashSet<>(sample.predictions());
    assertThat(many)
        .allMatch(
            each -> drawn.contains(each) == PredictionSample.hash(each.key()) < sample.below());
    Collections.shuffle(many, new Random(1));
    assertThat(new HashSet<>(of(many).predictions())).isEqualTo(drawn);
  }

  /**
   * Of images that two runs have judged, what the smaller sample holds the larger one holds too.
   */
  @Test
  void samplesOfTwoRunsFallTogether() {
    PredictionSample one = of(predictions(0, 20_000));
    PredictionSample other = of(predictions(5_000, 17_000));
    long below = Math.min(one.below(), other.below());

    assertThat(keys(one, below, 5_000, 17_000)).isEqualTo(keys(other, below, 5_000, 17_000));
    assertThat(keys(one, below, 5_000, 17_000)).hasSizeGreaterThan(400);
  }

  @Test
  void manyClassesMakeItSmaller() {
    assertThat(PredictionSample.mostOf(2)).isEqualTo(100_000);
    assertThat(PredictionSample.mostOf(200)).isEqualTo(100_000);
    assertThat(PredictionSample.mostOf(1_000)).isEqualTo(20_000);
    assertThat(PredictionSample.mostOf(1_000_000)).isEqualTo(1_000);
  }

  private static Set<String> keys(PredictionSample sample, long below, int from, int to) {
    Set<String> paths = new HashSet<>();
    sample.predictions().stream()
        .filter(each -> PredictionSample.hash(each.key()) < below)
        .filter(
            each -> {
              int number = Integer.parseInt(each.path());
              return number >= from && number < to;
            })
        .forEach(each -> paths.add(each.path()));
    return paths;
  }

  private static PredictionSample of(List<Prediction> predictions) {
    // Of so many classes that the sample is small, although these predictions have two.
    PredictionSample sample = PredictionSample.ofClasses(1_000_000);
    predictions.forEach(sample::add);
    return sample;
  }

  private static List<Prediction> predictions(int from, int to) {
    return IntStream.range(from, to)
        .mapToObj(i -> new Prediction(Integer.toString(i), "sha", 0, new float[] {1, 0}))
        .toList();
  }
}
