package io.catwalk.pipeline.registry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.catwalk.pipeline.CatwalkException;
import io.catwalk.pipeline.ExitCode;
import io.catwalk.pipeline.Json;
import io.catwalk.pipeline.registry.AuditEntry.Note;
import io.catwalk.pipeline.storage.ArtifactStore;
import io.catwalk.pipeline.storage.FakeProcesses;
import io.catwalk.pipeline.storage.HadoopStorage;
import io.catwalk.pipeline.storage.HandMovedTime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChampionFileTest {

  private static final String FOLDER = "registry/pets";
  private static final String FILE = FOLDER + "/champion.json";

  @TempDir private Path folder;
  private ArtifactStore store;
  private Versions versions;
  private Ledger ledger;
  private ChampionFile champion;

  @BeforeEach
  void open() {
    store = HadoopStorage.with(Map.of()).store(folder.toString());
    versions = new Versions(store, FOLDER, "pets");
    ledger = new Ledger(store, FOLDER, new Worker("me", new FakeProcesses(7), new HandMovedTime()));
    champion = new ChampionFile(store, FOLDER, "pets", ledger, versions);
  }

  /** Stores a version and makes it the champion, as far as the audit log goes. */
  private String promote(String run) {
    String version =
        versions
            .add(
                0,
                new VersionManifest.Origin("lenet5", run, "pets@1", "pets@2", run, null, true),
                Map.of(VersionManifest.MODEL, run.getBytes(UTF_8)),
                Instant.EPOCH)
            .manifest()
            .version();
    ledger.write(
        (state, line, at) ->
            new Ledger.Decision(
                Note.of(AuditAction.CHOSEN, List.of()), state.withChampion(version, at, line)));
    return version;
  }

  private Champion written() {
    return Json.read(store.read(FILE), Champion.class, "");
  }

  private Object place() throws IOException {
    return Files.readAttributes(folder.resolve(FILE), BasicFileAttributes.class).fileKey();
  }

  @Test
  void withoutAChampionThereIsNoFile() {
    champion.settle();

    assertThat(champion.read()).isEmpty();
    assertThat(champion.expected()).isNull();
    assertThat(store.exists(FILE)).isFalse();
  }

  @Test
  void saysAllThatOtherProgramsNeed() {
    promote("a");

    champion.settle();

    assertThat(written())
        .isEqualTo(
            new Champion(
                Champion.SCHEMA_VERSION,
                "pets",
                "lenet5",
                "v0001",
                "a",
                store.resolve(FOLDER + "/v0001/model.zip").toString(),
                Sha256.hex("a".getBytes(UTF_8)),
                "pets@1",
                "pets@2",
                "2026-01-01T12:00:00Z",
                1));
    assertThat(champion.expected()).isEqualTo(store.read(FILE));
    assertThat(champion.read()).contains(written());
  }

  @Test
  void whatIsRightIsNotWrittenAgain() throws IOException {
    promote("a");
    champion.settle();
    Object before = place();

    champion.settle();
    champion.read();

    assertThat(place()).isEqualTo(before);
    promote("b");
    assertThat(champion.read().orElseThrow().version()).isEqualTo("v0002");
    assertThat(place()).isNotEqualTo(before);
  }

  @Test
  void whoMustWriteAndCannotSaysSo() throws IOException {
    promote("a");
    Files.createDirectories(folder.resolve(FILE + "/in-the-way"));

    assertThat(champion.read().orElseThrow().version()).isEqualTo("v0001");
    assertThatThrownBy(champion::settle).isInstanceOf(CatwalkException.class);
  }

  @Test
  void aChampionWhoseVersionIsGoneIsADataError() {
    promote("a");
    store.delete(FOLDER + "/v0001");

    assertThat(champion.expected()).isNull();
    assertThatThrownBy(champion::read)
        .isInstanceOfSatisfying(
            CatwalkException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.DATA))
        .hasMessage("Model pets has no version v0001; it has none");
  }
}
