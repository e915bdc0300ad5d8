package io.catwalk.pipeline.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.catwalk.pipeline.CatwalkException;
import io.catwalk.pipeline.report.TestRuns;
import io.catwalk.pipeline.storage.HadoopStorage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reading a run in a program of one's own. */
class TrainedRunTest {

  @TempDir private Path folder;

  @BeforeEach
  void writeARun() {
    new TestRuns(
            HadoopStorage.with(Map.of()).store(folder + "/my store"), List.of("cat", "dog"), 60)
        .write("one", 1);
  }

  @Test
  void figuresArePredictionsCounted() {
    TrainedRun run = TrainedRun.open(folder + "/my store/runs/one/");

    assertThat(run.id()).isEqualTo("one");
    assertThat(run.classes()).containsExactly("cat", "dog");
    assertThat(run.examples()).isEqualTo(60);
    assertThat(run.predictions()).hasSize(60);
    long right = run.predictions().stream().filter(p -> p.actual().equals(p.predicted())).count();
    assertThat(run.accuracy()).isCloseTo(right / 60.0, within(1e-12)).isBetween(0.01, 0.99);
    long catsAsDogs =
        run.predictions().stream()
            .filter(p -> p.actual().equals("cat") && p.predicted().equals("dog"))
            .count();
    assertThat(run.confusionMatrix().get(0).get(1)).isEqualTo(catsAsDogs).isPositive();
    assertThat(run.predictions()).allMatch(p -> p.confidence() >= 0.5 && p.confidence() <= 1);
    assertThat(run.parametersSha256()).isNotEmpty();
    assertThat(run.trainingLosses()).hasSameSizeAs(run.validationAccuracies()).isNotEmpty();
    assertThat(run.macroF1()).isBetween(0.0, 1.0);
    assertThat(run.logLoss()).isPositive();
  }

  @Test
  void whatIsNoRunIsToldInOneLine() throws Exception {
    Path empty = Files.createDirectories(folder.resolve("empty"));

    assertThatThrownBy(() -> TrainedRun.open(empty.toString()))
        .isInstanceOf(CatwalkException.class)
        .hasMessageContaining("it has no metrics.json")
        .hasMessageNotContaining("\n");
  }
}
