package io.catwalk.pipeline.runs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ExampleChoiceTest {

  @Test
  void theMostConfidentMistakesAreTheWorst() {
    ExampleChoice choice =
        new ExampleChoice(
            new int[] {0, 0, 1, 1},
            new int[] {0, 1, 0, 0},
            new float[] {0.99f, 0.6f, 0.7f, 0.8f},
            List.of("a", "b", "c", "d"),
            2);

    assertThat(choice.worst()).containsExactly(3, 2, 1);
    assertThat(choice.confused())
        .containsExactly(
            new ExampleChoice.Pair(1, 0, List.of(3, 2)), new ExampleChoice.Pair(0, 1, List.of(1)));
    assertThat(choice.samples()).containsExactly(List.of(0, 1), List.of(2, 3));
    assertThat(choice.explained()).containsExactlyInAnyOrder(0, 1, 2, 3);
    assertThat(choice.listed()).containsExactly(3, 2, 1);
  }

  @Test
  void ofVeryManyMistakesTheSurestAreListed() {
    int size = ExampleChoice.LISTED + 50;
    float[] confidence = new float[size];
    for (int i = 0; i < size; i++) {
      confidence[i] = 0.5f + i / (3f * size);
    }
    List<String> keys = IntStream.range(0, size).mapToObj(Integer::toString).toList();

    ExampleChoice choice =
        new ExampleChoice(
            new int[size], IntStream.generate(() -> 1).limit(size).toArray(), confidence, keys, 2);

    assertThat(choice.mistakes()).isEqualTo(size);
    assertThat(choice.listed())
        .hasSize(ExampleChoice.LISTED)
        .startsWith(size - 1, size - 2)
        .endsWith(50);
  }

  @Test
  void theOrderOfThePredictionsDoesNotMatter() {
    LabelledScores scores = Scores.random(3000, 7, 64, 1);
    List<String> keys =
        IntStream.range(0, 3000).mapToObj(i -> "%08x".formatted(i * 2654435761L)).toList();
    List<Integer> turned = IntStream.range(0, 3000).map(i -> 2999 - i).boxed().toList();
    LabelledScores other =
        new LabelledScores(
            turned.stream().mapToInt(i -> scores.labels()[i]).toArray(),
            turned.stream().map(i -> scores.probabilities()[i]).toArray(float[][]::new));
    List<String> otherKeys = turned.stream().map(keys::get).toList();

    assertThat(names(ExampleChoice.of(other, otherKeys, 7), otherKeys))
        .isEqualTo(names(ExampleChoice.of(scores, keys, 7), keys))
        .hasSizeLessThan(24 + 60 + 270);
  }

  private static Set<String> names(ExampleChoice choice, List<String> keys) {
    return choice.explained().stream().map(keys::get).collect(Collectors.toSet());
  }
}
