package io.catwalk.pipeline.runs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ExampleChoiceTest {

  @Test
  void theMostConfidentMistakesAreTheWorst() {
    LabelledScores scores = Scores.binary(new int[] {0, 0, 1, 1}, 0.01, 0.6, 0.3, 0.2);

    ExampleChoice choice =
        LabelledScores.choice(scores.predictions(List.of("a", "b", "c", "d")), 2);

    assertThat(digests(choice.worst())).containsExactly("d", "c", "b");
    assertThat(choice.confused()).extracting(ExampleChoice.Pair::actual).containsExactly(1, 0);
    assertThat(choice.confused()).extracting(ExampleChoice.Pair::count).containsExactly(2L, 1L);
    assertThat(digests(choice.confused().get(0).examples())).containsExactly("d", "c");
    assertThat(choice.samples().stream().map(ExampleChoiceTest::digests))
        .containsExactly(List.of("a", "b"), List.of("c", "d"));
    assertThat(digests(choice.explained())).containsExactlyInAnyOrder("a", "b", "c", "d");
    assertThat(digests(choice.listed())).containsExactly("d", "c", "b");
    assertThat(choice.mistakes()).isEqualTo(3);
  }

  @Test
  void ofVeryManyMistakesTheSurestAreListed() {
    int size = 3 * ExampleChoice.LISTED + 50;
    float[][] rows = new float[size][];
    List<String> digests = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      float confidence = 0.51f + i / (3f * size);
      rows[i] = new float[] {1 - confidence, confidence};
      digests.add(Integer.toString(i));
    }
    List<Prediction> predictions =
        new ArrayList<>(new LabelledScores(new int[size], rows).predictions(digests));
    Collections.shuffle(predictions, new Random(3));

    ExampleChoice choice = LabelledScores.choice(predictions, 2);

    assertThat(choice.mistakes()).isEqualTo(size);
    assertThat(digests(choice.listed()))
        .hasSize(ExampleChoice.LISTED)
        .startsWith(Integer.toString(size - 1), Integer.toString(size - 2))
        .endsWith(Integer.toString(size - ExampleChoice.LISTED));
    assertThat(choice.confused().get(0).count()).isEqualTo(size);
    assertThat(choice.confused().get(0).examples())
        .isEqualTo(choice.listed().subList(0, ExampleChoice.OF_A_PAIR));
  }

  @Test
  void neitherOrderNorPartsMatter() {
    List<Prediction> predictions = new ArrayList<>(Scores.random(30_000, 7, 64, 1).predictions());
    ExampleChoice whole = LabelledScores.choice(predictions, 7);
    Collections.shuffle(predictions, new Random(2));
    EvaluationSums sums = new EvaluationSums(7, 15);
    predictions.forEach(sums::add);
    ExampleChoice.Collector all = new ExampleChoice.Collector(sums.confusion());
    for (int from = 0; from < predictions.size(); from += 4_000) {
      ExampleChoice.Collector part = new ExampleChoice.Collector(sums.confusion());
      predictions.subList(from, Math.min(predictions.size(), from + 4_000)).forEach(part::add);
      all.merge(part);
    }

    ExampleChoice choice = all.choice(sums.confusion());

    assertThat(whole.mistakes()).isGreaterThan(2L * ExampleChoice.LISTED);
    assertThat(choice.listed()).isEqualTo(whole.listed());
    assertThat(choice.confused()).isEqualTo(whole.confused());
    assertThat(choice.samples()).isEqualTo(whole.samples());
    assertThat(choice.explained()).isEqualTo(whole.explained()).hasSizeLessThan(24 + 60 + 270);
  }

  /** Of a thousand classes there may be a million kinds. */
  @Test
  void ofVeryManyKindsTheMostFrequentHaveExamples() {
    List<Prediction> predictions = new ArrayList<>();
    for (int kind = 0; kind < 400; kind++) {
      for (int i = 0; i < (kind == 399 ? 5 : 1); i++) {
        float[] row = new float[401];
        row[kind + 1] = 1;
        predictions.add(new Prediction(kind + "-" + i, "sha", 0, row));
      }
    }

    List<ExampleChoice.Pair> kinds = LabelledScores.choice(predictions, 401).confused();

    assertThat(kinds).hasSize(400);
    assertThat(kinds.get(0).predicted()).isEqualTo(400);
    assertThat(kinds.get(0).examples()).hasSize(5);
    assertThat(kinds.stream().filter(pair -> pair.examples().isEmpty())).hasSize(130);
    assertThat(IntStream.range(0, 270)).allMatch(i -> !kinds.get(i).examples().isEmpty());
  }

  private static List<String> digests(Iterable<ScoredExample> examples) {
    List<String> digests = new ArrayList<>();
    examples.forEach(each -> digests.add(each.sha256()));
    return digests;
  }
}
