package io.catwalk.pipeline.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.catwalk.pipeline.CatwalkException;
import io.catwalk.pipeline.ExitCode;
import java.util.List;
import org.junit.jupiter.api.Test;

class BackendsTest {

  private static final Backends CPU = new Backends(List.of("CpuBackend"));
  private static final Backends CUDA = new Backends(List.of("JCublasBackend"));

  @Test
  void thisBuildHasOne() {
    assertThat(Backends.onClassPath()).isEqualTo(CPU);
  }

  @Test
  void theRightBuildPasses() {
    assertThatCode(() -> CPU.check(false)).doesNotThrowAnyException();
    assertThatCode(() -> CUDA.check(true)).doesNotThrowAnyException();
  }

  @Test
  void gpusAreNotToBeHadFromACpuBuild() {
    refused(CPU, true, "train.accelerator = gpu, but this build of Catwalk computes on processors");
  }

  @Test
  void aGpuBuildDoesNotPassForTheOther() {
    refused(CUDA, false, "train.accelerator = cpu, but this build of Catwalk computes on GPUs");
  }

  @Test
  void twoBackendsAreOneTooMany() {
    refused(
        new Backends(List.of("CpuBackend", "JCublasBackend")),
        true,
        "expected exactly one ND4J backend on the class path, found CpuBackend and JCublasBackend");
    refused(new Backends(List.of()), false, "found none");
  }

  private static void refused(Backends backends, boolean gpu, String message) {
    assertThatThrownBy(() -> backends.check(gpu))
        .isInstanceOfSatisfying(
            CatwalkException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.USAGE))
        .hasMessageContaining(message);
  }
}
