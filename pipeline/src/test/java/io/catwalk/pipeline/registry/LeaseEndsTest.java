package io.catwalk.pipeline.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.catwalk.pipeline.CatwalkException;
import io.catwalk.pipeline.ExitCode;
import io.catwalk.pipeline.registry.AuditEntry.Note;
import io.catwalk.pipeline.storage.ArtifactStore;
import io.catwalk.pipeline.storage.FakeProcesses;
import io.catwalk.pipeline.storage.HadoopStorage;
import io.catwalk.pipeline.storage.HandMovedTime;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a lease's holder shows and leaves while it works and after it. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LeaseEndsTest {

  private static final Duration EXPIRY = Duration.ofSeconds(60);
  private static final String FOLDER = "registry/pets";
  private static final String BEAT = FOLDER + "/lease/00000001.json";

  @TempDir private Path folder;
  private final HandMovedTime time = new HandMovedTime();
  private ArtifactStore store;
  private Registry mine;
  private Registry theirs;

  @BeforeEach
  void open() {
    store = HadoopStorage.with(Map.of()).store(folder.toString());
    mine = new Registry(store, "pets", new Worker("me", new FakeProcesses(7), time));
    theirs = new Registry(store, "pets", new Worker("you", new FakeProcesses(8), time));
  }

  private static VersionManifest register(Lease lease) {
    return lease.register(
        new VersionManifest.Origin("lenet5", "run", "pets@1", "pets@1", "run", null, true),
        Map.of(VersionManifest.MODEL, new byte[1]));
  }

  private String beat() {
    return store.find(BEAT).map(json -> new String(json, StandardCharsets.UTF_8)).orElse("");
  }

  @Test
  void itIsRenewedInTheBackgroundUntilItIsClosed() {
    try (Lease lease = mine.lease(Duration.ofMillis(40))) {
      assertThat(beat()).contains("\"number\" : 1");
      assertThat(lease.keepAlive()).isSameAs(lease);
      while (!beat().contains("\"number\" : 2")) {
        Thread.onSpinWait();
      }
    }
    assertThat(store.exists(BEAT)).isFalse();
  }

  @Test
  void oneThatLostItPromotesAndShowsNothing() {
    Lease lost = mine.lease(EXPIRY);
    VersionManifest version = register(lost);
    theirs.lease(EXPIRY);

    assertThatThrownBy(() -> mine.promote(lost, version, null, List.of("better"), null))
        .isInstanceOfSatisfying(
            CatwalkException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.BUSY));
    assertThatThrownBy(() -> lost.note(Note.of(AuditAction.KEPT, List.of())))
        .hasMessageContaining("lost");
    lost.renew();

    assertThat(store.exists(BEAT)).isFalse();
    assertThat(mine.champion()).isEmpty();
  }

  @Test
  void aPromotionEndsIt() {
    Lease lease = mine.lease(EXPIRY);
    assertThat(mine.promote(lease, register(lease), null, List.of("better"), "x")).isTrue();
    assertThat(mine.state().judged()).isEqualTo("x");
    store.delete(BEAT);

    lease.renew();

    assertThat(store.exists(BEAT)).isFalse();
  }

  @Test
  void onePassedOverKeepsIt() {
    Lease lease = mine.lease(EXPIRY);
    assertThat(mine.promote(lease, register(lease), "v0009", List.of("better"), "x")).isFalse();
    store.delete(BEAT);

    lease.renew();

    assertThat(store.exists(BEAT)).isTrue();
    assertThat(mine.state().judged()).isNull();
    lease.finish(Note.of(AuditAction.KEPT, List.of()), "y");
    assertThat(mine.state().judged()).isEqualTo("y");
    assertThat(mine.state().lease()).isNull();
  }

  @Test
  void whatItNotesMeanwhileIsInTheLog() {
    Lease lease = mine.lease(EXPIRY);

    lease.note(Note.of(AuditAction.FAILED, List.of("tried in vain")));

    assertThat(mine.history().get(1).note().reasons()).containsExactly("tried in vain");
    lease.check();
  }

  @Test
  void theNextHolderClearsAwayWhatIsHalfWritten() {
    String id = "01234567-89ab-cdef-0123-456789abcdef";
    store.write(FOLDER + "/.v0001." + id + ".incomplete/model.zip", new byte[1]);
    store.write(FOLDER + "/.notes/mine.txt", new byte[1]);

    mine.lease(EXPIRY);

    assertThat(store.list(FOLDER))
        .contains(".notes")
        .noneMatch(name -> name.contains("incomplete"));
  }
}
