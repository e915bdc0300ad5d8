package io.catwalk.pipeline.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.catwalk.pipeline.CatwalkException;
import io.catwalk.pipeline.ExitCode;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class GpuStartTest {

  @Test
  void aMachineWithoutADriverIsToldInOneLine() {
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    PrintStream errors = System.err;
    PrintStream mine = new PrintStream(said, true, StandardCharsets.UTF_8);
    try {
      System.setErr(mine);

      assertThatThrownBy(() -> GpuStart.quietly(GpuStartTest::fail))
          .isInstanceOfSatisfying(
              CatwalkException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.CLUSTER))
          .hasMessageContaining("computes on GPUs, and none can be used on this machine");

      assertThat(said.toString(StandardCharsets.UTF_8)).isEmpty();
      assertThat(System.err).isSameAs(mine);
    } finally {
      System.setErr(errors);
    }
  }

  private static void fail() {
    new UnsatisfiedLinkError("libcuda.so.1").printStackTrace();
    throw new ExceptionInInitializerError("no backend");
  }

  @Test
  void aBuildForProcessorsStartsNothing() {
    assertThatCode(GpuStart::check).doesNotThrowAnyException();
  }
}
