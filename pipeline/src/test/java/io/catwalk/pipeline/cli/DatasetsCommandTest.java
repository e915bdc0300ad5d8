package io.catwalk.pipeline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.catwalk.pipeline.registry.AuditAction;
import io.catwalk.pipeline.registry.AuditEntry.Note;
import io.catwalk.pipeline.registry.Lease;
import io.catwalk.pipeline.registry.Registry;
import io.catwalk.pipeline.registry.VersionManifest;
import io.catwalk.pipeline.storage.ArtifactStore;
import io.catwalk.pipeline.storage.HadoopStorage;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatasetsCommandTest {

  private static final String OLD = "pets@aaaaaaaaaaaaaaaa";
  private static final String NEW = "pets@bbbbbbbbbbbbbbbb";

  @TempDir Path folder;
  private final CommandLineRun command = new CommandLineRun();
  private ArtifactStore store;

  @BeforeEach
  void open() {
    store = HadoopStorage.with(Map.of()).store(folder.toString());
    command.retraining.store = store;
  }

  @Test
  void withoutAny() {
    assertThat(command.run("datasets", "list").out).contains("There are no datasets in ");
    assertThat(command.run("datasets", "list", "--json").out).isEqualTo("[ ]\n");
    assertThat(command.run("datasets").code).isEqualTo(2);
    assertThat(command.err).contains("Missing command: list or delete");
    assertThat(command.run("datasets", "delete", OLD).code).isEqualTo(3);
    assertThat(command.err)
        .contains("There is no dataset " + OLD + "; expected NAME@VERSION, one of: none");
  }

  @Test
  void whatAnotherVersionReadsIsDeletedAfterIt() {
    dataset("aaaaaaaaaaaaaaaa", "shards/split=train/part-00000");
    dataset("bbbbbbbbbbbbbbbb", "../aaaaaaaaaaaaaaaa/shards/split=train/part-00000");
    assertThat(command.run("datasets", "list").out).containsPattern(OLD + " +" + NEW);
    assertThat(command.run("datasets", "list", "--json").out)
        .contains("\"read_by\" : [ \"" + NEW + "\" ]");

    assertThat(command.run("datasets", "delete", OLD).code).isEqualTo(2);
    assertThat(command.err)
        .contains(
            "Dataset "
                + OLD
                + " cannot be deleted: dataset "
                + NEW
                + " reads its shards; delete these first, or keep it");
    assertThat(store.exists("datasets/pets/aaaaaaaaaaaaaaaa/manifest.json")).isTrue();

    assertThat(command.run("datasets", "delete", NEW).out).isEqualTo("Deleted " + NEW + "\n");
    assertThat(command.run("datasets", "delete", OLD).out).isEqualTo("Deleted " + OLD + "\n");
    assertThat(store.list("datasets/pets")).isEmpty();
  }

  @Test
  void whatAModelOrARunRestsOnIsNotDeleted() {
    dataset("aaaaaaaaaaaaaaaa", "shards/split=train/part-00000");
    dataset("bbbbbbbbbbbbbbbb", "shards/split=train/part-00000");
    try (Lease lease = new Registry(store, "cats").lease(Duration.ofMinutes(1))) {
      lease.register(
          new VersionManifest.Origin("lenet5", "r0", NEW, OLD, "r0", null, true),
          Map.of(VersionManifest.MODEL, new byte[] {1}));
      lease.finish(Note.of(AuditAction.KEPT, List.of()));
    }
    write("checkpoints/r1/epoch-00001-round-0000001.checkpoint", "");
    write("checkpoints/r1/training.json", "{\"dataset\":\"" + OLD + "\",\"config\":\"\"}");
    write("checkpoints/r1.lock-00000001", "{}");

    assertThat(command.run("datasets", "delete", OLD).code).isEqualTo(2);
    assertThat(command.err)
        .contains(
            "cannot be deleted: version v0001 of model cats was judged on it, run r1, which is not finished, is trained on it; delete");
    assertThat(command.run("datasets", "delete", NEW).code).isEqualTo(2);
    assertThat(command.err).contains("version v0001 of model cats was trained on it;");
    assertThat(store.list("datasets/pets")).hasSize(2);
  }

  /** A run can be evaluated and explained again only with its dataset. */
  @Test
  void whatAFinishedRunRestsOnIsNotDeleted() {
    dataset("aaaaaaaaaaaaaaaa", "shards/split=train/part-00000");
    String used =
        "\"schema_version\":1,\"run_id\":\"r\",\"dataset\":{\"name\":\"pets\",\"version\":\"aaaaaaaaaaaaaaaa\",\"uri\":\"u\",\"source\":\"s\"}";
    write("runs/r1/run.json", "{" + used + ",\"training\":{\"epochs\":3}}");
    write("runs/r2/run.json", "{" + used + "}");
    write("runs/.r3.incomplete/model.zip", "");

    assertThat(command.run("datasets", "delete", OLD).code).isEqualTo(2);

    assertThat(command.err)
        .contains(
            "cannot be deleted: run r1 was trained on it ("
                + store.resolve("runs/r1")
                + "), run r2 was judged on it (",
            "; delete these first, or keep it");
    assertThat(store.list("datasets/pets")).hasSize(1);
    assertThat(command.run("datasets", "list").out).contains("run r1 was trained on it");
    store.delete("runs");
    assertThat(command.run("datasets", "delete", OLD).out).isEqualTo("Deleted " + OLD + "\n");
  }

  @Test
  void whatADeletionLeftThatWasKilledIsNoDataset() {
    dataset("aaaaaaaaaaaaaaaa", "shards/split=train/part-00000");
    store.delete("datasets/pets/aaaaaaaaaaaaaaaa/manifest.json");
    write("datasets/pets/aaaaaaaaaaaaaaaa/shards/split=train/part-00000", "x");

    assertThat(command.run("datasets", "list").out).contains("There are no datasets");
  }

  private void dataset(String version, String shard) {
    write(
        "datasets/pets/" + version + "/manifest.json",
        "{\"name\":\"pets\",\"version\":\"%s\",\"growth\":{\"shards\":{\"train\":[\"%s\"]}}}"
            .formatted(version, shard));
  }

  private void write(String path, String text) {
    store.write(path, text.getBytes(StandardCharsets.UTF_8));
  }
}
