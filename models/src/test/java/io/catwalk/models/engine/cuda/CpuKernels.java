package io.catwalk.models.engine.cuda;

import io.catwalk.models.engine.Precision;
import io.catwalk.models.engine.cuda.driver.KernelSource;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** The kernels as a program for this machine's CPU, compiled by g++ once for each state of them. */
final class CpuKernels {

  private static final long COMPILE_MINUTES = 5;

  private CpuKernels() {}

  /** Skips the test that asks for it where there is no g++. */
  static Path program(Precision precision) throws IOException {
    Assumptions.assumeTrue(hasCompiler(), "g++ is not here to compile the kernels for the CPU");
    String source = read("cpu.h") + KernelSource.all() + read("main.h");
    Path folder = Files.createDirectories(Path.of("target", "kernels-on-cpu")).toAbsolutePath();
    String name = precision + "-" + Integer.toHexString(source.hashCode());
    Path program = folder.resolve(name);
    if (!Files.exists(program)) {
      compile(folder, source, precision, program);
    }
    return program;
  }

  private static void compile(Path folder, String source, Precision precision, Path program)
      throws IOException {
    Path code = Files.createTempFile(folder, "kernels", ".cpp");
    Path made = Files.createTempFile(folder, "kernels", "");
    Files.writeString(code, source);
    String tf32 = "-DTF32=" + (precision == Precision.TF32 ? 1 : 0);
    run(
        List.of(
            "g++",
            "-O2",
            "-ffp-contract=off",
            "-fno-strict-aliasing",
            "-U_FORTIFY_SOURCE",
            "-Wno-unknown-pragmas",
            tf32,
            "-o",
            made.toString(),
            code.toString()));
    Files.delete(code);
    Files.move(made, program, StandardCopyOption.ATOMIC_MOVE);
  }

  private static void run(List<String> command) throws IOException {
    Process process = new ProcessBuilder(command).inheritIO().start();
    try {
      if (!process.waitFor(COMPILE_MINUTES, TimeUnit.MINUTES) || process.exitValue() != 0) {
        process.destroyForcibly();
        throw new IOException("failed: " + String.join(" ", command));
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      throw new IOException(e);
    }
  }

  private static boolean hasCompiler() {
    return List.of(System.getenv("PATH").split(":")).stream()
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, "g++")));
  }

  private static String read(String name) throws IOException {
    try (InputStream in = CpuKernels.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8) + "\n";
    }
  }
}
