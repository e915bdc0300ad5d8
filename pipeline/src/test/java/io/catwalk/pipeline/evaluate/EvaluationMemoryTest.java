package io.catwalk.pipeline.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.catwalk.pipeline.CatwalkException;
import io.catwalk.pipeline.ExitCode;
import org.junit.jupiter.api.Test;

class EvaluationMemoryTest {

  private static final long MB = 1L << 20;

  @Test
  void predictionsThatTheHeapCannotHoldAreRefused() {
    CatwalkException refused =
        catchThrowableOfType(
            CatwalkException.class,
            () -> new EvaluationMemory(250_000, 256, 2).require(540 * MB, "the test split"));

    assertThat(refused.exitCode()).isEqualTo(ExitCode.CLUSTER);
    assertThat(refused)
        .hasMessageContaining("the test split (250,000 predictions of 256 classes)")
        .hasMessageContaining("that is 540 MB")
        .hasMessageContaining("--driver-memory 1g")
        .message()
        .hasLineCount(1);
  }

  @Test
  void usualOnesAreNot() {
    assertThatCode(
            () -> {
              new EvaluationMemory(10_000, 10, 1).require(480 * MB, "Fashion-MNIST");
              new EvaluationMemory(100_000, 200, 2).require(1024 * MB, "what Evaluator promises");
            })
        .doesNotThrowAnyException();
  }
}
