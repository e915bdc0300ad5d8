package io.catwalk.models.engine.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.catwalk.models.engine.Device;
import io.catwalk.models.engine.DeviceException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** On a machine without a GPU. */
class CudaLibrariesTest {

  @Test
  void tellsWhatIsMissingWhereItWasLookedForAndWhatMendsIt() {
    Assumptions.assumeFalse(
        Files.exists(Path.of("/dev/nvidia0")), "this machine has a GPU, and so its driver");
    Throwable problem = catchThrowable(() -> Device.named("cuda").description());
    assertThat(problem).isInstanceOf(DeviceException.class);
    assertThat(problem.getMessage())
        .startsWith("device cuda: libcuda.so.1 (NVIDIA's driver) was not found in ")
        .contains("/usr/local/cuda/lib64", "install NVIDIA's driver, version 580 or later")
        .contains("cluster.cuda-libraries")
        .doesNotContain("\n");
  }
}
