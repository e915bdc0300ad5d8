package io.catwalk.pipeline.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.catwalk.pipeline.Json;
import io.catwalk.pipeline.registry.AuditEntry.Note;
import io.catwalk.pipeline.storage.ArtifactStore;
import io.catwalk.pipeline.storage.HadoopStorage;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@link Registry#verify} finds beside what changed in files. */
class InspectionTest {

  private static final Duration EXPIRY = Duration.ofSeconds(60);

  @TempDir private Path folder;
  private ArtifactStore store;
  private Registry registry;

  @BeforeEach
  void open() {
    store = HadoopStorage.with(Map.of()).store(folder.toString());
    registry = new Registry(store, "pets");
  }

  private VersionManifest register(String run, boolean promoted) {
    try (Lease lease = registry.lease(EXPIRY)) {
      String champion = registry.state().championVersion();
      VersionManifest version = lease.register(origin(run), files(run));
      if (promoted) {
        assertThat(registry.promote(lease, version, champion, List.of("better"), null)).isTrue();
      } else {
        lease.finish(Note.of(AuditAction.KEPT, List.of("worse")));
      }
      return version;
    }
  }

  private static VersionManifest.Origin origin(String run) {
    return new VersionManifest.Origin("lenet5", run, "pets@1", "pets@1", run, null, true);
  }

  private static Map<String, byte[]> files(String run) {
    return Map.of(
        VersionManifest.MODEL, new byte[100], "run.json", run.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void countsWhatItLookedAt() {
    assertThat(registry.verify())
        .isEqualTo(new Verification("pets", 0, 0, 0, 0, null, List.of(), List.of()));
    register("one", true);
    register("three", false);

    assertThat(registry.verify())
        .isEqualTo(new Verification("pets", 2, 4, 208, 6, "v0001", List.of(), List.of()));
  }

  @Test
  void aVersionThatIsGoneIsTold() {
    register("one", true);
    register("two", false);
    store.delete("registry/pets/v0002");
    assertThat(registry.verify().problems()).containsExactly("version v0002 is missing");
    assertThat(registry.verify().sound()).isFalse();
    store.delete("registry/pets/v0001");

    assertThat(registry.verify().problems())
        .containsExactly(
            "version v0001 is missing",
            "version v0002 is missing",
            "the champion, version v0001, is missing or cannot be read");
  }

  @Test
  void aManifestThatWasChangedIsTold() {
    register("one", true);
    VersionManifest other =
        new VersionManifest(
            1, "pets", "v0001", "2026-01-01T12:00:00Z", origin("x"), facts("v0001"));
    store.write("registry/pets/v0001/version.json", Json.write(other));
    assertThat(registry.verify().problems())
        .containsExactly("version.json of version v0001 is not what was stored");
    store.write("registry/pets/v0001/version.json", new byte[0]);

    assertThat(registry.verify().problems())
        .satisfiesExactly(
            problem -> assertThat(problem).contains("v0001/version.json: No content"),
            problem -> assertThat(problem).endsWith("v0001, is missing or cannot be read"));
    assertThat(registry.verify().versions()).isZero();
  }

  private SortedMap<String, VersionManifest.FileFacts> facts(String version) {
    return registry.version(version).files();
  }

  @Test
  void whatACrashLeftIsNoted() {
    register("one", true);
    new Versions(store, "registry/pets", "pets").add(1, origin("x"), files("x"), Instant.EPOCH);
    assertThat(registry.verify().problems()).isEmpty();
    assertThat(registry.verify().notes())
        .containsExactly(
            "version v0002 was stored by a process that died before it told the audit log");
    assertThat(registry.verify().versions()).isEqualTo(1);
  }

  @Test
  void whatWasDeletedAndIsThereStillIsNotedAndGoesWithTheNextPruning() {
    register("one", false);
    register("two", false);
    byte[] left = store.read("registry/pets/v0001/version.json");
    assertThat(registry.prune(1, List.of("space"))).containsExactly("v0001");
    assertThat(registry.verify().notes()).isEmpty();
    assertThat(registry.verify().problems()).isEmpty();
    store.write("registry/pets/v0001/version.json", left);

    assertThat(registry.verify().notes())
        .containsExactly("version v0001 was deleted, and not all of it is gone; prune removes it");
    assertThat(registry.versions()).extracting(VersionManifest::version).containsExactly("v0002");
    assertThat(registry.prune(1, List.of("space"))).isEmpty();
    assertThat(store.list("registry/pets")).doesNotContain("v0001");
  }

  @Test
  void aChampionsDocumentWithoutAChampionIsTold() {
    register("one", false);
    store.write("registry/pets/champion.json", new byte[0]);

    assertThat(registry.verify().problems())
        .containsExactly("champion.json is there, but the audit log knows of no champion");
  }
}
