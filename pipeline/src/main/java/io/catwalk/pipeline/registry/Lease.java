package io.catwalk.pipeline.registry;

import io.catwalk.pipeline.CatwalkException;
import io.catwalk.pipeline.registry.AuditEntry.Note;
import io.catwalk.pipeline.storage.Heartbeat;
import io.catwalk.pipeline.storage.Liveness;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * The right to work on a registry, which one process has at a time. It is given by a line of the
 * audit log, whose number is its fencing token, and every further line of its holder is refused
 * once the log has given another. A holder that has slept too long can thus believe what it likes:
 * it decides nothing any more.
 */
public final class Lease implements AutoCloseable {

  private final Ledger ledger;
  private final Versions versions;
  private final Duration expiry;
  private final LeaseClaim claim;
  private final String formerHolder;
  private final Heartbeat heartbeat;
  private volatile boolean lost;
  private volatile boolean over;

  private Lease(
      Ledger ledger,
      Versions versions,
      LeaseFiles files,
      Duration expiry,
      LeaseClaim claim,
      String formerHolder) {
    this.ledger = ledger;
    this.versions = versions;
    this.expiry = expiry;
    this.claim = claim;
    this.formerHolder = formerHolder;
    this.heartbeat = files.heartbeat(claim, () -> !over && mine(ledger.state()));
  }

  static Lease take(LeaseFiles files, Ledger ledger, Versions versions, Duration expiry) {
    while (true) {
      LeaseClaim former = ledger.state().lease();
      if (former != null && !abandoned(files, ledger, former, expiry)) {
        continue;
      }
      Optional<AuditEntry> entry =
          ledger.write(
              (state, line, at) ->
                  Objects.equals(state.lease(), former)
                      ? start(ledger, state, line, at, expiry)
                      : null);
      if (entry.isPresent()) {
        Lease lease =
            new Lease(
                ledger,
                versions,
                files,
                expiry,
                entry.get().state().lease(),
                former == null ? null : former.holder());
        lease.renew();
        files.discardOthers(lease.claim);
        versions.discardLeftovers();
        return lease;
      }
    }
  }

  /** False where its holder gave it back, or another took it, while this process looked. */
  private static boolean abandoned(
      LeaseFiles files, Ledger ledger, LeaseClaim former, Duration expiry) {
    Liveness.Verdict verdict =
        files.look(former, expiry, () -> former.equals(ledger.state().lease()));
    if (verdict == Liveness.Verdict.ALIVE) {
      throw CatwalkException.busy(
          "another process is at work on this model: " + former.holder() + "; nothing was done");
    }
    return verdict == Liveness.Verdict.DEAD;
  }

  private static Ledger.Decision start(
      Ledger ledger, RegistryState state, long line, String at, Duration expiry) {
    Instant now = Instant.parse(at);
    List<String> reasons =
        state.lease() == null
            ? List.of()
            : List.of(
                "took over from " + state.lease().holder() + ", which has shown no sign of life");
    return new Ledger.Decision(
        Note.of(AuditAction.STARTED, reasons),
        state.withLease(ledger.worker().claim(line, now, now.plus(expiry))));
  }

  /** Goes on renewing it in the background until it is closed. */
  public Lease keepAlive() {
    heartbeat.start(expiry);
    return this;
  }

  /** Shows that this process lives; where another has the lease by now, it is lost. */
  void renew() {
    heartbeat.beat();
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
   * @throws CatwalkException (busy) when it is lost: another took it, for this process had shown no
   *     sign of life
   */
  public void check() {
    if (!lost) {
      mine(ledger.state());
    }
    refuseLost();
  }

  private void require(RegistryState state) {
    mine(state);
    refuseLost();
  }

  private void refuseLost() {
    if (lost) {
      throw CatwalkException.busy(
          String.format(
              Locale.ROOT,
              "the lease that this process took as number %d is lost: it was not renewed in time; nothing was published",
              claim.token()));
    }
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
      return versions.add(last, origin, files, ledger.now());
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

  /** Writes how the work ended and gives the lease back. */
  public void finish(Note note) {
    finish(note, state -> state);
  }

  /**
   * The same of a verdict.
   *
   * @param judged as {@link RegistryState#judged}
   */
  public void finish(Note note, String judged) {
    finish(note, state -> state.withJudged(judged));
  }

  private void finish(Note note, UnaryOperator<RegistryState> verdict) {
    write((state, line, at) -> new Ledger.Decision(note, verdict.apply(state.withLease(null))));
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
    heartbeat.close();
  }
}
