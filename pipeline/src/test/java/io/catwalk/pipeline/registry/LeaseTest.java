package io.catwalk.pipeline.registry;

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
import io.catwalk.pipeline.storage.Processes.Fate;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeaseTest {

  private static final Duration EXPIRY = Duration.ofSeconds(60);

  @TempDir Path folder;
  private ArtifactStore store;
  private final HandMovedTime time = new HandMovedTime();
  private final FakeProcesses here = new FakeProcesses(8);
  private Registry second;

  @BeforeEach
  void open() {
    store = HadoopStorage.with(Map.of()).store(folder.toString());
    second = new Registry(store, "pets", new Worker("you", here, time));
  }

  @Test
  void aSecondProcessIsTurnedAwayWhileTheFirstShowsThatItLives() {
    Lease lease = first();
    time.whileAsleep(
        () -> {
          if (time.passed().toSeconds() % 15 == 0) {
            lease.renew();
          }
        });

    assertThatThrownBy(() -> second.lease(EXPIRY))
        .isInstanceOfSatisfying(
            CatwalkException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.BUSY))
        .hasMessage(
            "another process is at work on this model: me, process 7 on here, since 2026-01-01T12:00:00Z; nothing was done");

    assertThat(time.passed()).isEqualTo(Duration.ofSeconds(15));
    assertThat(second.holder().orElseThrow().token()).isEqualTo(1);
    lease.check();
  }

  @Test
  void oneThatRunsOnThisMachineTurnsAwayAtOnce() {
    first();
    here.knows(7, Fate.RUNS);

    assertThatThrownBy(() -> second.lease(EXPIRY)).hasMessageContaining("process 7 on here");
    assertThat(time.passed()).isZero();
  }

  @Test
  void oneThatShowsNoSignOfLifeIsFollowedAfterThePatience() {
    Lease lease = first();

    Lease next = second.lease(EXPIRY);

    assertThat(time.passed()).isEqualTo(EXPIRY);
    assertThat(next.formerHolder()).contains("process 7 on here");
    assertThat(next.token()).isEqualTo(2);
    assertThat(second.history().get(1).note().reasons())
        .containsExactly(
            "took over from me, process 7 on here, since 2026-01-01T12:00:00Z, which has shown no sign of life");
    assertThatThrownBy(() -> lease.finish(Note.of(AuditAction.KEPT, List.of())))
        .isInstanceOfSatisfying(
            CatwalkException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.BUSY))
        .hasMessageContaining("the lease that this process took as number 1 is lost");
    VersionManifest.Origin origin = new VersionManifest.Origin("n", "r", "d", "d", "j", null, true);
    Map<String, byte[]> model = Map.of(VersionManifest.MODEL, new byte[] {1});
    assertThatThrownBy(() -> lease.register(origin, model)).hasMessageContaining("lost");
    assertThatThrownBy(lease::check).hasMessageContaining("lost");
    next.check();
    next.finish(Note.of(AuditAction.KEPT, List.of()));
    assertThat(second.versions()).isEmpty();
    assertThat(second.holder()).isEmpty();
  }

  @Test
  void aHolderLosesItOnceAnotherHasItAndNotBefore() {
    Lease lease = first();
    time.forward(EXPIRY.multipliedBy(3));
    lease.check();
    second.lease(EXPIRY);

    assertThat(second.history())
        .extracting(AuditEntry::who)
        .containsExactly("me@here (7)", "you@here (8)");
    assertThatThrownBy(lease::check)
        .isInstanceOfSatisfying(
            CatwalkException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.BUSY));
  }

  @Test
  void oneWithALongerPatienceOfItsOwnIsGivenThat() {
    new Registry(store, "pets", new Worker("me", new FakeProcesses(7), time))
        .lease(Duration.ofMinutes(10));

    second.lease(EXPIRY);

    assertThat(time.passed()).isEqualTo(Duration.ofMinutes(10));
  }

  @Test
  void oneThatEndsItsWorkMeanwhileIsFollowedAtOnce() {
    Lease lease = first();
    time.whileAsleep(() -> lease.finish(Note.of(AuditAction.KEPT, List.of())));

    Lease next = second.lease(EXPIRY);

    assertThat(next.formerHolder()).isNull();
    assertThat(time.passed()).isEqualTo(Duration.ofSeconds(3));
  }

  @Test
  void oneThatEndedOnThisMachineIsFollowedAtOnce() {
    first();
    here.knows(7, Fate.ENDED);
    assertThat(second.holder()).isEmpty();

    Lease lease = second.lease(EXPIRY);

    assertThat(time.passed()).isZero();
    assertThat(lease.formerHolder()).contains("process 7");
    assertThat(store.list("registry/pets/lease")).containsExactly("00000002.json");
    lease.close();
    assertThat(store.list("registry/pets/lease")).isEmpty();
  }

  @Test
  void whatIsShownToPeopleGoesByTheLastBeat() {
    Lease lease = first();
    time.forward(Duration.ofSeconds(50));
    lease.renew();
    time.forward(Duration.ofSeconds(59));
    assertThat(second.holder()).isPresent();
    time.forward(Duration.ofSeconds(1));
    assertThat(second.holder()).isEmpty();
  }

  @Test
  void afterTheEndNothingIsRenewed() {
    Lease lease = first();
    lease.finish(Note.of(AuditAction.KEPT, List.of()), "x");
    store.delete("registry/pets/lease/00000001.json");
    lease.renew();
    assertThat(store.list("registry/pets/lease")).isEmpty();
    assertThat(second.state().judged()).isEqualTo("x");
  }

  @Test
  void aLeaseThatAnOlderVersionWroteIsWatched() {
    LeaseClaim old =
        Json.read(
            "{\"token\":1,\"user\":\"me\",\"host\":\"here\",\"pid\":7,\"process_started\":\"2026-01-01T11:00:00Z\",\"since\":\"2026-01-01T12:00:00Z\",\"expires_at\":\"2026-01-01T12:01:00Z\"}"
                .getBytes(StandardCharsets.UTF_8),
            LeaseClaim.class,
            "");
    assertThat(old.holder()).isEqualTo("me, an unknown process, since 2026-01-01T12:00:00Z");
    assertThat(old.patience()).isEqualTo(EXPIRY);
    new Ledger(store, "registry/pets", new Worker("me", new FakeProcesses(7), time))
        .write(
            (state, line, at) ->
                new Ledger.Decision(Note.of(AuditAction.STARTED, List.of()), state.withLease(old)));

    second.lease(EXPIRY);

    assertThat(time.passed()).isEqualTo(EXPIRY);
  }

  private Lease first() {
    return new Registry(store, "pets", new Worker("me", new FakeProcesses(7), time)).lease(EXPIRY);
  }
}
