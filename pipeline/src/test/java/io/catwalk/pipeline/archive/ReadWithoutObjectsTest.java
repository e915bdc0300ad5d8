package io.catwalk.pipeline.archive;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ReadWithoutObjectsTest {

  @Test
  void aModelIsReadWhereNothingMayBeDeserialised() throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Djdk.serialFilter=!*");
    command.addAll(
        List.of("-cp", System.getProperty("java.class.path"), ReadWithoutObjects.class.getName()));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    try {
      // The process ends its output, at the latest when it is killed below.
      process.onExit().orTimeout(3, TimeUnit.MINUTES).whenComplete((p, e) -> process.destroy());
      List<String> told =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
              .lines()
              .toList();

      assertThat(told)
          .contains("objects: refused", "sound: lenet5")
          .anyMatch(line -> line.startsWith("crafted: model.zip: refused: entry preprocessor.bin"));
      assertThat(process.waitFor()).isZero();
    } finally {
      process.destroyForcibly();
    }
  }
}
