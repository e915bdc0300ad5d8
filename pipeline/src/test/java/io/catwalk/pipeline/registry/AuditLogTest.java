package io.catwalk.pipeline.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.catwalk.pipeline.CatwalkException;
import io.catwalk.pipeline.ExitCode;
import io.catwalk.pipeline.registry.AuditEntry.Note;
import io.catwalk.pipeline.storage.ArtifactStore;
import io.catwalk.pipeline.storage.HadoopStorage;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditLogTest {

  private static final String FIRST = "registry/pets/audit.jsonl/part-00000001";

  @TempDir Path folder;
  private ArtifactStore store;
  private AuditLog log;

  @BeforeEach
  void open() {
    store = HadoopStorage.with(Map.of()).store(folder.toString());
    log = new AuditLog(store, "registry/pets");
  }

  @Test
  void anEmptyOneIsSound() {
    assertThat(log.last()).isEmpty();
    assertThat(log.all()).isEmpty();
    assertThat(log.problems()).isEmpty();
  }

  @Test
  void ofTwoThatOfferALineOneSucceeds() {
    assertThat(log.offer(entry(1, "", "one"))).isTrue();
    assertThat(log.offer(entry(1, "", "two"))).isFalse();

    assertThat(log.last().orElseThrow().entry().who()).isEqualTo("one");
    String hash = log.last().orElseThrow().hash();
    assertThat(hash).hasSize(64);
    assertThat(log.offer(entry(2, hash, "two"))).isTrue();
    assertThat(log.all()).extracting(line -> line.entry().who()).containsExactly("one", "two");
    assertThat(log.problems()).isEmpty();
  }

  @Test
  void aLineBeginsWithTheHashOfItsRest() {
    log.offer(entry(1, "", "one"));
    String text = new String(store.read(FIRST), StandardCharsets.UTF_8);

    assertThat(text)
        .startsWith("{\"hash\":\"" + log.last().orElseThrow().hash() + "\",\"number\":");
    String rest = text.substring(text.indexOf(',') + 1);
    assertThat(Sha256.hex(rest.getBytes(StandardCharsets.UTF_8)))
        .isEqualTo(log.last().orElseThrow().hash());
  }

  @Test
  void linesThatDoNotFollowOneAnotherAreTold() {
    log.offer(entry(1, "", "one"));
    log.offer(entry(2, "another", "two"));
    assertThat(log.problems())
        .singleElement()
        .asString()
        .startsWith("line 2 of the audit log does not follow the line before it");

    store.delete(FIRST);
    assertThat(log.problems()).containsExactly("line 1 of the audit log is missing");
  }

  @Test
  void aLineOfAnotherNumberThanItsFilesIsTold() {
    log.offer(entry(1, "", "one"));
    byte[] line = store.read(FIRST);
    store.write("registry/pets/audit.jsonl/part-00000002", line);

    assertThat(log.problems())
        .singleElement()
        .asString()
        .startsWith("line 2 of the audit log does not follow");
  }

  @Test
  void whatIsTooShortOrNoLineIsTold() {
    for (String text : List.of("", "{", "{\"hash\":\"", "x".repeat(200))) {
      store.write(FIRST, text.getBytes(StandardCharsets.UTF_8));

      assertThatThrownBy(() -> log.last())
          .isInstanceOfSatisfying(
              CatwalkException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.DATA))
          .hasMessageContaining("The audit log was changed by hand")
          .hasMessageContaining("part-00000001");
      assertThat(log.problems()).hasSize(1);
    }
  }

  @Test
  void aDamagedLineDoesNotAccuseTheNext() {
    log.offer(entry(1, "", "one"));
    log.offer(entry(2, log.last().orElseThrow().hash(), "two"));
    log.offer(entry(3, log.last().orElseThrow().hash(), "three"));
    store.write("registry/pets/audit.jsonl/part-00000002", "gone".getBytes(StandardCharsets.UTF_8));

    assertThat(log.problems()).singleElement().asString().contains("part-00000002");
  }

  @Test
  void otherFilesAreNoLines() {
    log.offer(entry(1, "", "one"));
    store.write("registry/pets/audit.jsonl/_SUCCESS", new byte[0]);
    store.write("registry/pets/audit.jsonl/part-1", new byte[0]);

    assertThat(log.all()).hasSize(1);
  }

  private static AuditEntry entry(long number, String previous, String who) {
    return new AuditEntry(
        number,
        previous,
        "2026-01-01T12:00:00Z",
        who,
        Note.of(AuditAction.KEPT, List.of("worse")),
        RegistryState.EMPTY);
  }
}
