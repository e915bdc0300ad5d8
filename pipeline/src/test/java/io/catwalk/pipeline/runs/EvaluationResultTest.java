package io.catwalk.pipeline.runs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.catwalk.pipeline.CatwalkException;
import io.catwalk.pipeline.ExitCode;
import io.catwalk.pipeline.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EvaluationResultTest {

  @Test
  void measuresThreeClasses() {
    // actual    0 0 0 0 1 1 1 2 2 2      matrix  3 1 0
    // predicted 0 0 0 1 1 1 0 2 2 1              1 2 0
    //                                            0 1 2
    EvaluationResult result =
        measure(
            3,
            Scores.certain(
                3, new int[] {0, 0, 0, 0, 1, 1, 1, 2, 2, 2}, 0, 0, 0, 1, 1, 1, 0, 2, 2, 1));

    assertThat(result.confusionMatrix().counts())
        .containsExactly(List.of(3L, 1L, 0L), List.of(1L, 2L, 0L), List.of(0L, 1L, 2L));
    assertThat(result.accuracy()).isEqualTo(0.7);
    // precision 3/4, 2/4, 2/2; recall 3/4, 2/3, 2/3; F1 = 2·correct / (support + predicted): 6/8,
    // 4/7, 4/5
    assertThat(result.perClass())
        .extracting(ClassMetrics::precision)
        .containsExactly(0.75, 0.5, 1.0);
    assertThat(result.perClass())
        .extracting(ClassMetrics::recall)
        .containsExactly(0.75, 2.0 / 3, 2.0 / 3);
    assertThat(result.perClass()).extracting(ClassMetrics::f1).containsExactly(0.75, 4.0 / 7, 0.8);
    assertThat(result.perClass()).extracting(ClassMetrics::support).containsExactly(4L, 3L, 3L);
    assertThat(result.perClass()).extracting(ClassMetrics::predicted).containsExactly(4L, 4L, 2L);
    assertThat(result.macro().precision()).isEqualTo(0.75);
    assertThat(result.macro().f1()).isCloseTo((0.75 + 4.0 / 7 + 0.8) / 3, within(1e-15));
    // Weighted: (4·0.75 + 3·0.5 + 3·1) / 10
    assertThat(result.weighted().precision()).isCloseTo(0.75, within(1e-15));
    assertThat(result.weighted().recall()).as("is the accuracy").isCloseTo(0.7, within(1e-15));
    assertThat(result.weighted().f1()).isCloseTo((3 + 12.0 / 7 + 2.4) / 10, within(1e-15));
  }

  @Test
  void top2CountsTheTwoMostProbableAndTheFirstOfEquals() {
    LabelledScores scores =
        new LabelledScores(
            new int[] {2, 2, 2},
            new float[][] {
              {0.5f, 0.2f, 0.3f}, // second: a hit
              {0.5f, 0.3f, 0.2f}, // third: a miss
              {0.5f, 0.25f, 0.25f} // second and third are equal, and class 1 comes first: a miss
            });

    assertThat(measure(3, scores).top2Accuracy()).isEqualTo(1.0 / 3);
    assertThat(measure(3, scores).accuracy()).isZero();
  }

  @Test
  void aClassWithoutExamplesHasNoRecall() {
    // Class 2 has no example but one prediction; class 3 has neither.
    EvaluationResult result = measure(4, Scores.certain(4, new int[] {0, 0, 1}, 0, 2, 1));

    ClassMetrics onlyPredicted = result.perClass().get(2);
    assertThat(onlyPredicted.precision()).isEqualTo(0.0);
    assertThat(onlyPredicted.recall()).isNull();
    assertThat(onlyPredicted.f1()).isEqualTo(0.0);
    assertThat(onlyPredicted.rocAuc()).isNull();
    assertThat(onlyPredicted.averagePrecision()).isNull();
    assertThat(result.perClass().get(3).f1()).isNull();
    // As scikit-learn: over classes 0, 1, 2 with an undefined recall as 0: (1/2 + 1 + 0) / 3
    assertThat(result.macro().recall()).isEqualTo(0.5);
    assertThat(result.macro().rocAuc()).as("of classes 0 and 1").isEqualTo((0.75 + 1) / 2);
  }

  @Test
  void aModelThatAlwaysNamesOneClassHasNoPrecisionForTheOthers() {
    EvaluationResult result = measure(2, Scores.certain(2, new int[] {0, 0, 0, 1}, 0, 0, 0, 0));

    assertThat(result.accuracy()).isEqualTo(0.75);
    assertThat(result.perClass().get(1).precision()).isNull();
    assertThat(result.perClass().get(1).recall()).isEqualTo(0.0);
    assertThat(result.macro().precision()).isEqualTo(0.375);
    assertThat(result.macro().rocAuc()).isEqualTo(0.5);
  }

  @Test
  void aPerfectModel() {
    EvaluationResult result = measure(3, Scores.certain(3, new int[] {0, 1, 2, 2}, 0, 1, 2, 2));

    assertThat(result.accuracy()).isEqualTo(1);
    assertThat(result.macro()).isEqualTo(new Averages(1, 1, 1, 1.0, 1.0));
    assertThat(result.weighted()).isEqualTo(result.macro());
    assertThat(result.logLoss()).isZero();
    assertThat(result.calibration().expectedError()).isZero();
  }

  @Test
  void testExamplesOfOneClassAloneLeaveRocAucUndefined() {
    EvaluationResult result = measure(2, Scores.certain(2, new int[] {1, 1}, 1, 0));

    assertThat(result.macro().rocAuc()).isNull();
    assertThat(new String(Json.write(result), StandardCharsets.UTF_8))
        .doesNotContain("roc_auc")
        .doesNotContain("NaN");
  }

  @Test
  void theOrderOfTheExamplesChangesNoBit() {
    LabelledScores scores = Scores.random(5_000, 10, 4096, 7);
    List<Integer> order = new ArrayList<>(IntStream.range(0, scores.size()).boxed().toList());
    Collections.shuffle(order, new Random(1));
    int[] labels = order.stream().mapToInt(i -> scores.labels()[i]).toArray();
    float[][] rows = order.stream().map(i -> scores.probabilities()[i]).toArray(float[][]::new);

    assertThat(measure(10, new LabelledScores(labels, rows))).isEqualTo(measure(10, scores));
  }

  @Test
  void comesBackFromJson() {
    EvaluationResult result = measure(4, Scores.random(100, 4, 8, 5));

    assertThat(Json.read(Json.write(result), EvaluationResult.class, "metrics.json"))
        .isEqualTo(result);
  }

  @Test
  void jsonHasTheNamesThatReadersRelyOn() throws IOException {
    JsonNode json = new ObjectMapper().readTree(Json.write(measure(2, Scores.random(10, 2, 8, 5))));

    assertThat(json.fieldNames())
        .toIterable()
        .containsExactly(
            "schema_version",
            "model",
            "parameters_sha256",
            "dataset",
            "dataset_version",
            "split",
            "synthetic",
            "test_time_flip",
            "classes",
            "examples",
            "accuracy",
            "top2_accuracy",
            "log_loss",
            "brier_score",
            "macro",
            "weighted",
            "per_class",
            "confusion_matrix",
            "calibration");
    assertThat(json.get("schema_version").asInt()).isEqualTo(1);
    assertThat(json.get("split").asText()).isEqualTo("test");
    assertThat(json.get("confusion_matrix").get(0).get(0).isIntegralNumber()).isTrue();
    assertThat(json.get("macro").fieldNames())
        .toIterable()
        .containsExactly("precision", "recall", "f1", "roc_auc", "average_precision");
    assertThat(json.get("per_class").get(0).get("name").asText()).isEqualTo("class 0");
    assertThat(json.get("calibration").fieldNames())
        .toIterable()
        .containsExactly("expected_error", "bins");
  }

  @Test
  void refusesToMeasureNothing() {
    LabelledScores none = new LabelledScores(new int[0], new float[0][]);

    assertThatThrownBy(() -> measure(2, none))
        .isInstanceOfSatisfying(
            CatwalkException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.DATA))
        .hasMessageContaining("the test split of dataset drawn has no examples");
  }

  private static EvaluationResult measure(int classes, LabelledScores scores) {
    return scores.measured(Scores.subject(classes), 15);
  }
}
