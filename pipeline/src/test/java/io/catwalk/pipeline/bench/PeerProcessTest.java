package io.catwalk.pipeline.bench;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.catwalk.pipeline.CatwalkException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PeerProcessTest {

  @TempDir Path temporary;

  @Test
  void aScriptThatNeverAnswersIsEnded() throws IOException {
    Path silent = temporary.resolve("python");
    Files.writeString(silent, "#!/bin/sh\nexec sleep 600\n");
    Files.setPosixFilePermissions(silent, PosixFilePermissions.fromString("rwx------"));

    assertThatThrownBy(
            () ->
                new PeerProcess(
                    "torch",
                    silent.toString(),
                    List.of("torch_step.py"),
                    Map.of(),
                    new byte[0],
                    Duration.ofMillis(500)))
        .isInstanceOf(CatwalkException.class)
        .hasMessage(silent + " cannot measure torch: it ended; expected a Python with torch");
  }
}
