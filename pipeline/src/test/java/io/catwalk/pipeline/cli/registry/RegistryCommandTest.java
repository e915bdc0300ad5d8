package io.catwalk.pipeline.cli.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.catwalk.pipeline.cli.CommandLineRun;
import io.catwalk.pipeline.registry.Lease;
import io.catwalk.pipeline.registry.Registry;
import io.catwalk.pipeline.registry.VersionManifest;
import io.catwalk.pipeline.storage.HadoopStorage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RegistryCommandTest {

  @TempDir Path folder;
  private final CommandLineRun command = new CommandLineRun();

  @BeforeEach
  void open() {
    command.retraining.store = HadoopStorage.with(Map.of()).store(folder.toString());
  }

  @Test
  void anEmptyRegistry() {
    assertThat(command.run("registry", "list").out).contains("is empty");
    assertThat(command.run("registry", "show").code).isEqualTo(3);
    assertThat(command.err).contains("has no model; it has none");
    assertThat(command.run("registry").code).isEqualTo(2);
    assertThat(command.err).contains("list, show, history, promote, rollback, verify or prune");
  }

  @Test
  void promotesRollsBackAndTellsWhy() {
    version("pets", "a");
    version("pets", "b");

    assertThat(command.run("registry", "promote", "v0001", "--reason", "nobody else").out)
        .isEqualTo("v0001 is the champion of pets now; before: none\n");
    command.run("registry", "promote", "v0002", "--reason", "better on coats");
    assertThat(command.run("registry", "rollback", "--reason", "not at all").out)
        .isEqualTo("v0001 is the champion of pets now; before: v0002\n");

    assertThat(command.run("registry", "list").out).containsPattern("pets +2  v0001 ");
    assertThat(command.run("registry", "list", "--model", "pets").out)
        .containsPattern("v0001 +champion ");
    assertThat(command.run("registry", "show", "v0002").out)
        .containsPattern("version +v0002\n")
        .contains("\"blessed\"");
    assertThat(command.run("registry", "history").out)
        .contains("chosen", "rolled-back", "better on coats", "not at all");
    assertThat(command.run("registry", "promote", "v0001").code).isEqualTo(2);
    assertThat(command.err).contains("--reason");
    assertThat(command.run("registry", "promote", "v0001", "--reason", "x").code).isEqualTo(2);
    assertThat(command.err).contains("is the champion of model pets already");
  }

  @Test
  void aVersionMayBeGivenAsAnOption() {
    version("pets", "a");
    version("pets", "b");

    command.run("registry", "promote", "--model", "pets", "--version", "v0002", "--reason", "x");
    assertThat(command.out).isEqualTo("v0002 is the champion of pets now; before: none\n");
    assertThat(command.run("registry", "show", "--version", "v0001").out)
        .containsPattern("version +v0001\n");
    assertThat(command.run("registry", "show", "v0001", "--version", "v0002").code).isEqualTo(2);
    assertThat(command.err).contains("VERSION v0001 and --version v0002: expected one of them");
    assertThat(command.run("registry", "promote", "--reason", "x").code).isEqualTo(2);
    assertThat(command.err).contains("Missing VERSION");
  }

  @Test
  void whichModelIsMeantMustBeClear() {
    version("pets", "a");
    version("clothes", "a");

    assertThat(command.run("registry", "history").code).isEqualTo(2);
    assertThat(command.err).contains("which one? The registry holds clothes, pets");
    assertThat(command.run("registry", "history", "--model", "cars").code).isEqualTo(3);
    assertThat(command.err).contains("has no model cars; it has clothes, pets");
    assertThat(command.run("registry", "history", "--model", "pets").code).isZero();
  }

  @Test
  void verifyEndsWithTheDatasExitCodeWhereSomethingIsWrong() throws IOException {
    version("pets", "a");
    assertThat(command.run("registry", "verify").code).isZero();
    assertThat(command.out).startsWith("pets: sound; 1 versions, 2 files");

    Files.writeString(folder.resolve("registry/pets/v0001/model.zip"), "b");

    assertThat(command.run("registry", "verify").code).isEqualTo(3);
    assertThat(command.out).contains("NOT SOUND").contains("problem: model.zip of version v0001");
  }

  @Test
  void prunes() {
    version("pets", "a");
    version("pets", "b");

    assertThat(command.run("registry", "prune", "--keep", "0").code).isEqualTo(2);
    assertThat(command.run("registry", "prune", "--keep", "1").out).isEqualTo("Deleted v0001\n");
    assertThat(command.run("registry", "prune", "--keep", "1").out)
        .isEqualTo("Nothing to delete\n");
  }

  private void version(String model, String run) {
    try (Lease lease = new Registry(command.retraining.store, model).lease(Duration.ofMinutes(1))) {
      lease.register(
          new VersionManifest.Origin("lenet5", run, "d@1", "d@1", run, null, true),
          Map.of(
              VersionManifest.MODEL,
              new byte[] {1},
              VersionManifest.BLESSING,
              "{\"blessed\": true}".getBytes(java.nio.charset.StandardCharsets.UTF_8)));
      lease.finish(
          io.catwalk.pipeline.registry.AuditEntry.Note.of(
              io.catwalk.pipeline.registry.AuditAction.KEPT, List.of()));
    }
  }
}
