package io.catwalk.pipeline.export;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.catwalk.pipeline.CatwalkException;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ServeCheckTest {

  @Test
  void aThreadMustBeOne() {
    assertThatCode(() -> ServeCheck.requireOneThread(Optional.of("1"))).doesNotThrowAnyException();
    assertThatThrownBy(() -> ServeCheck.requireOneThread(Optional.empty()))
        .isInstanceOf(CatwalkException.class)
        .hasMessage(
            "OMP_NUM_THREADS is not set; serve-check counts threads itself: set it to 1, as submit/catwalk does");
    assertThatThrownBy(() -> ServeCheck.requireOneThread(Optional.of("2")))
        .hasMessage(
            "OMP_NUM_THREADS is 2; serve-check counts threads itself: set it to 1, as submit/catwalk does");
  }
}
