package io.catwalk.pipeline.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A log a night is deleted in the end. */
class RetrainLogsIT {

  @TempDir private Path temporary;
  private Path logs;
  private Script retrain;

  @BeforeEach
  void fiveNightsAgo() throws IOException {
    Path from = Script.projectRoot().resolve("submit");
    Path submit = Files.createDirectories(temporary.resolve("submit/lib")).getParent();
    Files.copy(from.resolve("lib/common.sh"), submit.resolve("lib/common.sh"));
    Path script = Files.copy(from.resolve("retrain"), submit.resolve("retrain"));
    Path catwalk = Files.writeString(submit.resolve("catwalk"), "#!/bin/sh\necho kept: a\n");
    assertThat(catwalk.toFile().setExecutable(true)).isTrue();
    logs = Files.createDirectories(temporary.resolve("catwalk-logs"));
    for (int night = 1; night <= 5; night++) {
      Files.createFile(logs.resolve("retrain-2020010" + night + "T010000Z-7.log"));
    }
    Files.createFile(logs.resolve("mine.log"));
    retrain = Script.at(script, temporary);
  }

  @Test
  void theNewestStayAndTheNextLogTellsOfTheOthers() throws IOException {
    retrain.with("CATWALK_KEEP_LOGS", "3").run("--config", "a.conf").expect(0);

    assertThat(names())
        .hasSize(4)
        .contains("mine.log", "retrain-20200105T010000Z-7.log", "retrain-20200104T010000Z-7.log");
    Path newest = logs.resolve(names().get(3));
    assertThat(newest).content().contains("retrain: deleted 3 old logs, the newest 3 stay");
  }

  @Test
  void aHundredStayUnlessSaidOtherwise() throws IOException {
    retrain.run("--config", "a.conf").expect(0);

    assertThat(names()).hasSize(7);
  }

  @Test
  void anotherNumberThanAWholeOneIsRefused() {
    assertThat(retrain.with("CATWALK_KEEP_LOGS", "few").run().expect(2).stderr())
        .contains("CATWALK_KEEP_LOGS is few");
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(logs)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
