package io.catwalk.models.engine.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.catwalk.models.engine.Sample;
import io.catwalk.models.engine.Samples;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ImplementationsTest {

  static Stream<Arguments> networks() {
    return Stream.of(
        Arguments.of(Samples.network("lenet5"), 64),
        Arguments.of(Samples.network("lenet5-classic"), 64),
        Arguments.of(Samples.network("fashion-cnn"), 100),
        Arguments.of(Samples.network("fashion-dnn"), 100),
        Arguments.of(Samples.network("catwalk-small"), 64),
        Arguments.of(Samples.network("catwalk-resnet"), 64),
        Arguments.of(Samples.network("resnet18"), 8),
        Arguments.of(Samples.network("vgg-explain"), 32));
  }

  /** oneDNN's own account: what is called so is slow, and it falls to it without a word. */
  @ParameterizedTest
  @MethodSource("networks")
  void noneIsSlow(Sample network, int minibatch) {
    CpuDevice device = new CpuDevice();
    try (CpuSession session = (CpuSession) device.open(network.plan(), minibatch)) {
      List<String> all = session.implementations(minibatch);
      assertThat(all).isNotEmpty().noneMatch(name -> name.matches(".*\\b(ref|simple).*"));
    }
  }

  /** Where vectors hold eight numbers: oneDNN chooses by the first call of a process. */
  @Test
  void noneIsSlowByAvx2() throws IOException {
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            Implementations.class.getName(),
            "lenet5",
            "fashion-cnn",
            "catwalk-small",
            "catwalk-resnet");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
    builder.environment().put("ONEDNN_MAX_CPU_ISA", "AVX2");
    Process process = builder.start();
    // The process ends its output, at the latest when it is killed.
    process.onExit().orTimeout(2, TimeUnit.MINUTES).whenComplete((p, e) -> process.destroy());
    String all = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assumeTrue(all.contains("avx2"), "a processor with AVX2");
    assertThat(all.lines()).hasSizeGreaterThan(60);
    assertThat(all.lines()).noneMatch(name -> name.matches(".*\\b(ref|simple|ncsp).*"));
  }
}
