package io.catwalk.models.engine.cuda.driver;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * All kernels by CUDA's own compiler, where it is, from Turing to today's GPUs. A target takes
 * minutes, so that only Hopper's is compiled unless {@code -Dcatwalk.kernels=all} is given.
 */
class KernelCompilationTest {

  private static final long MINUTES = 10;

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({"sm_75, 0", "sm_80, 1", "sm_90, 1", "sm_120, 1"})
  void compiles(String target, int tf32) throws Exception {
    Assumptions.assumeTrue(
        target.equals("sm_90") || System.getProperty("catwalk.kernels", "").equals("all"),
        "only by -Dcatwalk.kernels=all");
    Optional<String> compiler = compiler();
    Assumptions.assumeTrue(compiler.isPresent(), "nvcc is not here");
    Path source = Files.writeString(folder.resolve("kernels.cu"), KernelSource.all());
    Path log = folder.resolve("log");
    Process process =
        new ProcessBuilder(
                compiler.get(),
                "-arch=" + target,
                "-DTF32=" + tf32,
                "-cubin",
                "-Werror",
                "all-warnings",
                "-o",
                folder.resolve("kernels.cubin").toString(),
                source.toString())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    assertThat(process.waitFor(MINUTES, TimeUnit.MINUTES)).as("nvcc ends").isTrue();
    assertThat(process.exitValue()).as(read(log)).isZero();
  }

  private static String read(Path log) throws IOException {
    return Files.readString(log);
  }

  private static Optional<String> compiler() {
    return List.of("/usr/local/cuda/bin/nvcc", "/usr/local/bin/nvcc").stream()
        .filter(path -> Files.isExecutable(Path.of(path)))
        .findFirst();
  }
}
