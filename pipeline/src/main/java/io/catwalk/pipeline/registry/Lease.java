package io.catwalk.pipeline.registry;

import io.catwalk.pipeline.CatwalkException;
import io.catwalk.pipeline.registry.AuditEntry.Note;
import io.catwalk.pipeline.storage.ArtifactStore;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * The right to work on a registry, which one process has at a time. It is given by a line of the
 * audit log, whose number is its fencing token, and every further line of its holder is refused
 * once the log has given another. A holder that has slept too long can thus believe what it likes:
 * it decides nothing any more.
 */
public final class Lease implements AutoCloseable {

  private static final int RENEWALS_PER_EXPIRY = 3;

  private final Ledger ledger;
  private final Versions versions;
  private final Heartbeat heartbeat;
  private final Duration expiry;
  private final LeaseClaim claim;
  private final String formerHolder;
  private final ScheduledExecutorService heart =
      Executors.newSingleThreadScheduledExecutor(Lease::daemon);
  private volatile Instant until;
  private volatile boolean lost;
  private volatile boolean over;

  private Lease(
      Ledger ledger,
      Versions versions,
      Heartbeat heartbeat,
      Duration expiry,
      LeaseClaim claim,
      String formerHolder) {
    this.ledger = ledger;
    this.versions = versions;
    this.heartbeat = heartbeat;
    this.expiry = expiry;
    this.claim = claim;
    this.formerHolder = formerHolder;
    this.until = Instant.parse(claim.expiresAt());
  }

  static Lease take(
      ArtifactStore store, String folder, Ledger ledger, Versions versions, Duration expiry) {
    Heartbeat heartbeat = new Heartbeat(store, folder);
    String[] before = new String[1];
    AuditEntry entry =
        ledger
            .write(
                (state, line, at) -> {
                  before[0] = overdue(state.lease(), heartbeat, ledger);
                  Instant now = Instant.parse(at);
                  LeaseClaim claim = ledger.worker().claim(line, now, now.plus(expiry));
                  List<String> reasons =
                      before[0] == null
                          ? List.of()
                          : List.of(
                              "took over from " + before[0] + ", which has shown no sign of life");
                  return new Ledger.Decision(
                      Note.of(AuditAction.STARTED, reasons), state.withLease(claim));
                })
            .orElseThrow();
    Lease lease = new Lease(ledger, versions, heartbeat, expiry, entry.state().lease(), before[0]);
    heartbeat.discardOthers(lease.claim);
    versions.discardLeftovers();
    return lease;
  }

  /** The former holder, where it has died; null where there is none. */
  private static String overdue(LeaseClaim former, Heartbeat heartbeat, Ledger ledger) {
    if (former == null) {
      return null;
    }
    if (heartbeat.alive(former, ledger)) {
      throw CatwalkException.busy(
          "another process is at work on this model: " + former.holder() + "; nothing was done");
    }
    return former.holder();
  }

  /** Goes on renewing it in the background until it is closed. */
  public Lease keepAlive() {
    long pause = expiry.toMillis() / RENEWALS_PER_EXPIRY;
    heart.scheduleWithFixedDelay(this::beat, pause, pause, TimeUnit.MILLISECONDS);
    return this;
  }

  private void beat() {
    try {
      renew();
    } catch (CatwalkException e) {
      // A storage that refuses this one will be asked again at the next, until the lease expires.
    }
  }

  /** Extends it from now; where another has it by now, it is lost. */
  void renew() {
    if (over || !mine(ledger.state())) {
      return;
    }
    Instant now = ledger.clock().instant();
    heartbeat.write(ledger.worker().claim(claim.token(), now, now.plus(expiry)));
    until = now.plus(expiry);
  }

  private boolean mine(RegistryState state) {
    boolean mine = state.lease() != null && state.lease().token() == claim.token();
    lost |= !mine;
    return mine;
  }

  /** The number that grows with every holder. */
  public long token() {
    return claim.token();
  }

  /** Who held it before and died; null where nobody did. */
  public String formerHolder() {
    return formerHolder;
  }

  /**
   * @throws CatwalkException (busy) when it is lost: expired, or another has it
   */
  public void check() {
    if (lost || !ledger.clock().instant().isBefore(until)) {
      lost = true;
      throw CatwalkException.busy(
          String.format(
              Locale.ROOT,
              "the lease that this process took as number %d is lost: it was not renewed in time; nothing was published",
              claim.token()));
    }
  }

  private void require(RegistryState state) {
    mine(state);
    check();
  }

  /** Stores a version, and tells of it. */
  public VersionManifest register(VersionManifest.Origin origin, Map<String, byte[]> files) {
    RegistryState state = ledger.state();
    require(state);
    Versions.Stored stored = add(state.last(), origin, files);
    String version = stored.manifest().version();
    write(
        (now, line, at) ->
            new Ledger.Decision(
                Note.of(AuditAction.REGISTERED, List.of())
                    .about(version, stored.sha256())
                    .on(origin.dataset(), origin.runId()),
                now.withLast(Versions.number(version))));
    return stored.manifest();
  }

  private Versions.Stored add(int last, VersionManifest.Origin origin, Map<String, byte[]> files) {
    try {
      return versions.add(last, origin, files, ledger.clock().instant());
    } catch (CatwalkException e) {
      // The next holder clears away what the last one has begun.
      require(ledger.state());
      throw e;
    }
  }

  /** As {@link Registry#promote}, without its document. */
  boolean promote(VersionManifest version, String expected, List<String> reasons, String judged) {
    boolean[] moved = new boolean[1];
    boolean promoted =
        ledger
            .write(
                (state, line, at) -> {
                  require(state);
                  moved[0] = !Objects.equals(expected, state.championVersion());
                  return moved[0]
                      ? null
                      : new Ledger.Decision(
                          Note.of(AuditAction.PROMOTED, reasons)
                              .change(expected, version.version())
                              .on(version.origin().dataset(), version.origin().runId()),
                          state
                              .withChampion(version.version(), at, line)
                              .withLease(null)
                              .withJudged(judged));
                })
            .isPresent();
    over |= promoted;
    return promoted;
  }

  /** Writes what happened meanwhile; the work goes on. */
  public void note(Note note) {
    write((state, line, at) -> new Ledger.Decision(note, state));
  }

  /**
   * Writes how the work ended and gives the lease back.
   *
   * @param judged as {@link RegistryState#judged}; null leaves what is there
   */
  public void finish(Note note, String judged) {
    write(
        (state, line, at) -> {
          RegistryState free = state.withLease(null);
          return new Ledger.Decision(note, judged == null ? free : free.withJudged(judged));
        });
    over = true;
  }

  private void write(Ledger.Deciding deciding) {
    ledger.write(
        (state, line, at) -> {
          require(state);
          return deciding.on(state, line, at);
        });
  }

  /** Stops renewing. Where nothing was said of the end, the lease expires by itself. */
  @Override
  public void close() {
    heart.shutdown();
    try {
      heart.awaitTermination(expiry.toSeconds(), TimeUnit.SECONDS);
      heartbeat.discard(claim);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (CatwalkException e) {
      // The next holder removes it.
    }
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "registry lease");
    thread.setDaemon(true);
    return thread;
  }
}
