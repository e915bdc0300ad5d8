package io.catwalk.pipeline.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.catwalk.pipeline.CatwalkException;
import io.catwalk.pipeline.ExitCode;
import io.catwalk.pipeline.Json;
import io.catwalk.pipeline.registry.AuditEntry.Note;
import io.catwalk.pipeline.storage.ArtifactStore;
import io.catwalk.pipeline.storage.HadoopStorage;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RegistryTest {

  private static final Duration EXPIRY = Duration.ofSeconds(60);

  @TempDir Path folder;
  private ArtifactStore store;
  private Registry registry;

  @BeforeEach
  void open() {
    store = HadoopStorage.with(Map.of()).store(folder.toString());
    registry = new Registry(store, "pets");
  }

  @Test
  void aChampionIsTheVersionThatWasPromotedLast() {
    assertThat(registry.champion()).isEmpty();

    promote("a");
    promote("b");

    Champion champion = registry.champion().orElseThrow();
    assertThat(champion.version()).isEqualTo("v0002");
    assertThat(champion.runId()).isEqualTo("b");
    assertThat(champion.modelFile()).endsWith("/registry/pets/v0002/model.zip");
    assertThat(Json.read(store.read("registry/pets/champion.json"), Champion.class, ""))
        .isEqualTo(champion);
    assertThat(registry.history())
        .extracting(entry -> entry.note().action().id())
        .containsExactly("started", "registered", "promoted", "started", "registered", "promoted");
    assertThat(registry.holder()).isEmpty();
    assertThat(registry.verify().sound()).isTrue();
  }

  @Test
  void rollingBackTwiceGoesTwoChampionsBack() {
    promote("a");
    promote("b");
    promote("c");

    registry.rollback(null, List.of("bad"));
    assertThat(registry.champion().orElseThrow().version()).isEqualTo("v0002");
    AuditEntry second = registry.rollback(null, List.of("bad as well"));

    assertThat(registry.champion().orElseThrow().version()).isEqualTo("v0001");
    assertThat(second.note().from()).isEqualTo("v0002");
    assertThat(second.note().reasons()).containsExactly("bad as well");
    assertThatThrownBy(() -> registry.rollback(null, List.of()))
        .hasMessageContaining("--to VERSION");
    registry.choose("v0003", List.of("mended"));
    assertThat(registry.champion().orElseThrow().version()).isEqualTo("v0003");
    assertThat(registry.verify().sound()).isTrue();
  }

  @Test
  void whatIsNotWholeCannotBeTheChampion() throws Exception {
    promote("a");
    promote("b");
    Files.writeString(folder.resolve("registry/pets/v0001/model.zip"), "other");

    assertThatThrownBy(() -> registry.rollback(null, List.of()))
        .isInstanceOfSatisfying(
            CatwalkException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.DATA))
        .hasMessageContaining("model.zip of version v0001 is not what was stored");
    assertThatThrownBy(() -> registry.choose("v0009", List.of()))
        .hasMessageContaining("has no version v0009; it has v0001, v0002");
    assertThat(registry.verify().problems()).hasSize(1);
  }

  @Test
  void verifyFindsAnEditedLineWhereverItStands() throws Exception {
    promote("a");
    promote("b");
    for (int line = 1; line <= 6; line++) {
      Path file =
          folder.resolve(String.format(Locale.ROOT, "registry/pets/audit.jsonl/part-%08d", line));
      String text = Files.readString(file);
      assertThat(text).endsWith("}\n").hasLineCount(1);
      Files.writeString(file, text.replaceFirst("\"at\":\"2", "\"at\":\"3"));

      assertThat(registry.verify().problems())
          .singleElement()
          .asString()
          .contains("changed by hand")
          .contains(file.getFileName().toString());

      Files.writeString(file, text);
    }
    Path third = folder.resolve("registry/pets/audit.jsonl/part-00000003");
    Files.delete(third);
    assertThat(registry.verify().problems()).contains("line 3 of the audit log is missing");
  }

  @Test
  void verifyFindsWhatIsMissingAndWhatDoesNotBelong() throws Exception {
    promote("a");
    Files.writeString(folder.resolve("registry/pets/v0001/notes.txt"), "x");
    assertThat(registry.verify().problems())
        .containsExactly("notes.txt of version v0001 does not belong to it");
    Files.delete(folder.resolve("registry/pets/v0001/notes.txt"));

    Files.delete(folder.resolve("registry/pets/v0001/model.zip"));
    assertThat(registry.verify().problems())
        .containsExactly("model.zip of version v0001 is missing");
  }

  @Test
  void aDocumentThatACrashLeftBehindIsWrittenByTheNext() {
    promote("a");
    promote("b");
    byte[] right = store.read("registry/pets/champion.json");
    store.write("registry/pets/champion.json", "{}".getBytes(StandardCharsets.UTF_8));
    assertThat(registry.verify().notes()).singleElement().asString().contains("champion.json");

    try (Lease lease = registry.lease(EXPIRY)) {
      lease.finish(Note.of(AuditAction.NOTHING_NEW, List.of()));
    }

    assertThat(store.read("registry/pets/champion.json")).isEqualTo(right);
  }

  @Test
  void whoeverReadsTheChampionMendsItsDocument() throws Exception {
    promote("a");
    promote("b");
    byte[] right = store.read("registry/pets/champion.json");
    for (String found : List.of("{}", "not even JSON")) {
      store.write("registry/pets/champion.json", found.getBytes(StandardCharsets.UTF_8));

      assertThat(registry.champion().orElseThrow().version()).isEqualTo("v0002");

      assertThat(store.read("registry/pets/champion.json")).isEqualTo(right);
    }
    store.delete("registry/pets/champion.json");
    registry.champion();
    assertThat(store.read("registry/pets/champion.json")).isEqualTo(right);
    assertThat(registry.verify().notes()).isEmpty();
  }

  @Test
  void oneWhoMayOnlyReadLearnsTheChampionAllTheSame() throws Exception {
    promote("a");
    promote("b");
    Path document = folder.resolve("registry/pets/champion.json");
    Files.delete(document);
    // Nobody can replace a folder that is not empty by a file.
    Files.createDirectories(document.resolve("in-the-way"));

    assertThat(registry.champion().orElseThrow().version()).isEqualTo("v0002");
    assertThatThrownBy(() -> registry.rollback(null, List.of("bad")))
        .isInstanceOf(CatwalkException.class)
        .hasMessageContaining("champion.json");
    assertThat(registry.champion().orElseThrow().version()).isEqualTo("v0001");
  }

  @Test
  void pruningSparesTheChampionAndWhatItCameFrom() {
    for (String run : List.of("a", "b", "c", "d", "e")) {
      promote(run);
    }
    registry.rollback("v0003", List.of("the last good one"));

    assertThat(registry.prune(1, List.of("space"))).containsExactly("v0001", "v0004");
    assertThat(registry.prune(1, List.of("space"))).isEmpty();

    assertThat(registry.versions())
        .extracting(VersionManifest::version)
        .containsExactly("v0002", "v0003", "v0005");
    assertThatThrownBy(() -> registry.choose("v0004", List.of())).hasMessageContaining("v0004");
    promote("f");
    assertThat(registry.champion().orElseThrow().version()).isEqualTo("v0006");
    assertThat(registry.verify().sound()).isTrue();
  }

  @Test
  void aPromotionThatAPersonForestalledIsRefused() {
    promote("a");
    promote("b");
    try (Lease lease = registry.lease(EXPIRY)) {
      VersionManifest version = lease.register(origin("c", "v0002"), model("c"));
      registry.rollback(null, List.of("b is bad"));

      assertThat(registry.promote(lease, version, "v0002", List.of("better"), null)).isFalse();
      lease.finish(Note.of(AuditAction.KEPT, List.of("the champion changed meanwhile")));
    }
    assertThat(registry.champion().orElseThrow().version()).isEqualTo("v0001");
  }

  @Test
  void listsModelsAndVersionsThatAreWhole() throws Exception {
    assertThat(Registry.names(store)).isEmpty();
    promote("a");
    Files.createDirectories(folder.resolve("registry/.hidden"));
    Files.createDirectories(folder.resolve("registry/pets/v0099"));

    assertThat(Registry.names(store)).containsExactly("pets");
    assertThat(registry.name()).isEqualTo("pets");
    assertThat(registry.uri()).isEqualTo(store.resolve("registry/pets").toString());
    assertThat(registry.versions()).extracting(VersionManifest::version).containsExactly("v0001");
    assertThat(registry.read("v0001", "model.zip")).asString(StandardCharsets.UTF_8).isEqualTo("a");
    promote("b");
    assertThat(registry.champion().orElseThrow().version()).isEqualTo("v0100");
  }

  @Test
  void oneThatNeverRoseByItselfHasNoneBeforeIt() {
    promote("a");
    try (Lease lease = registry.lease(EXPIRY)) {
      lease.register(origin("b", "v0001"), model("b"));
      lease.finish(Note.of(AuditAction.KEPT, List.of("worse")));
    }
    assertThatThrownBy(() -> registry.choose("v0001", List.of()))
        .isInstanceOfSatisfying(
            CatwalkException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.USAGE))
        .hasMessage("Version v0001 is the champion of model pets already");

    AuditEntry entry = registry.rollback("v0002", List.of("I know better"));

    assertThat(entry.note().to()).isEqualTo("v0002");
    assertThatThrownBy(() -> registry.rollback(null, List.of()))
        .isInstanceOfSatisfying(
            CatwalkException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.USAGE))
        .hasMessage(
            "Model pets has had no champion before this one; --to VERSION names another version");
    assertThat(registry.choose("v0001", List.of("after all")).note().reasons())
        .containsExactly("after all");
  }

  @Test
  void pruningMendsTheChampionsDocumentToo() {
    promote("a");
    byte[] right = store.read("registry/pets/champion.json");
    store.write("registry/pets/champion.json", new byte[0]);

    assertThat(registry.prune(1, List.of("space"))).isEmpty();

    assertThat(store.read("registry/pets/champion.json")).isEqualTo(right);
  }

  private void promote(String run) {
    try (Lease lease = registry.lease(EXPIRY)) {
      String before = registry.state().championVersion();
      VersionManifest version = lease.register(origin(run, before), model(run));
      assertThat(registry.promote(lease, version, before, List.of("better"), run)).isTrue();
    }
  }

  private static VersionManifest.Origin origin(String run, String parent) {
    return new VersionManifest.Origin("lenet5", run, "pets@1", "pets@1", run, parent, true);
  }

  private static Map<String, byte[]> model(String content) {
    return Map.of(VersionManifest.MODEL, content.getBytes(StandardCharsets.UTF_8));
  }
}
