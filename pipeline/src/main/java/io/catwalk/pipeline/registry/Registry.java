package io.catwalk.pipeline.registry;

import io.catwalk.pipeline.CatwalkException;
import io.catwalk.pipeline.registry.AuditEntry.Note;
import io.catwalk.pipeline.storage.ArtifactStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The versions of one model and which of them is the champion, in {@code registry/<name>/} of the
 * storage. No server: that its decisions follow one another rests on the audit log alone (see
 * {@link AuditLog}), so that any process may die at any point. Who is the champion is read from the
 * log. {@code champion.json} is a copy for other programs, written after each decision; where a
 * crash came between, or it was changed or deleted, whoever reads the champion writes it again.
 */
public final class Registry {

  static final String ROOT = "registry";

  private final ArtifactStore store;
  private final String name;
  private final String folder;
  private final Ledger ledger;
  private final LeaseFiles leases;
  private final Versions versions;
  private final ChampionFile champion;

  public Registry(ArtifactStore store, String name) {
    this(store, name, Worker.thisProcess());
  }

  Registry(ArtifactStore store, String name, Worker worker) {
    this.store = store;
    this.name = name;
    this.folder = folder(name);
    this.ledger = new Ledger(store, folder, worker);
    this.leases = new LeaseFiles(store, folder, worker);
    this.versions = new Versions(store, folder, name);
    this.champion = new ChampionFile(store, folder, name, ledger, versions);
  }

  /** Names of the models that a store has a registry of, sorted. */
  public static List<String> names(ArtifactStore store) {
    return store.list(ROOT).stream().filter(name -> !name.startsWith(".")).toList();
  }

  /**
   * Where a registry is, relative to the storage's root: what belongs to its model lies there, too.
   */
  public static String folder(String name) {
    return ROOT + "/" + name;
  }

  public String name() {
    return name;
  }

  /** Full URI of its folder. */
  public String uri() {
    return store.resolve(folder).toString();
  }

  /** How it stands. */
  public RegistryState state() {
    return ledger.state();
  }

  /** All versions that are there, the oldest first. */
  public List<VersionManifest> versions() {
    Set<String> deleted = deleted();
    return versions.names().stream()
        .filter(version -> !deleted.contains(version) && versions.exists(version))
        .map(version -> versions.read(version).manifest())
        .toList();
  }

  /**
   * @throws CatwalkException (data) when there is no such version
   */
  public VersionManifest version(String version) {
    return versions.read(version).manifest();
  }

  /** A file of a version. */
  public byte[] read(String version, String file) {
    return versions.read(version, file);
  }

  /** Every line of the audit log, the oldest first. */
  public List<AuditEntry> history() {
    return ledger.log().all().stream().map(AuditLog.Line::entry).toList();
  }

  /** The champion as the audit log has it; empty while there is none. */
  public Optional<Champion> champion() {
    return champion.read();
  }

  /**
   * Takes the right to work on this registry, or says who has it.
   *
   * @param expiry how long it is good for without being renewed; it is renewed four times as often.
   *     As long may this wait for a sign of life where another machine's process holds it.
   * @throws CatwalkException (busy) when another process holds it
   */
  public Lease lease(Duration expiry) {
    Lease lease = Lease.take(leases, ledger, versions, expiry);
    champion.settle();
    return lease;
  }

  /**
   * Makes a version the champion that was found better, and gives the lease back.
   *
   * @param expected the champion that it was compared with; null where there was none
   * @param judged as {@link RegistryState#judged}
   * @return false, with nothing written, when another version is the champion by now
   * @throws CatwalkException (busy) when the lease is lost
   */
  public boolean promote(
      Lease lease, VersionManifest version, String expected, List<String> reasons, String judged) {
    boolean promoted = lease.promote(version, expected, reasons, judged);
    if (promoted) {
      champion.settle();
    }
    return promoted;
  }

  /** Who works on it now, as far as clocks agree, for people to read; empty when nobody does. */
  public Optional<LeaseClaim> holder() {
    return Optional.ofNullable(state().lease()).filter(leases::likelyAlive);
  }

  /**
   * Makes a version the champion by a person's wish.
   *
   * @throws CatwalkException (data) when it is not there, or not whole; (usage) when it is the
   *     champion already
   */
  public AuditEntry choose(String version, List<String> reasons) {
    return change(version, Note.of(AuditAction.CHOSEN, reasons));
  }

  /**
   * Takes the last promotion back, or makes any earlier version the champion.
   *
   * @param to null for the champion before
   * @throws CatwalkException as {@link #choose}; (usage) when there was no champion before
   */
  public AuditEntry rollback(String to, List<String> reasons) {
    String target = to == null ? before(state().championVersion()) : to;
    if (target == null) {
      throw CatwalkException.usage(
          "Model "
              + name
              + " has had no champion before this one; --to VERSION names another version");
    }
    return change(target, Note.of(AuditAction.ROLLED_BACK, reasons));
  }

  /** The champion that a version followed; null where it followed none. */
  private String before(String version) {
    List<AuditEntry> history = history();
    for (int i = history.size() - 1; i >= 0; i--) {
      Note note = history.get(i).note();
      boolean rise = note.action() == AuditAction.PROMOTED || note.action() == AuditAction.CHOSEN;
      if (rise && note.to() != null && note.to().equals(version)) {
        return note.from();
      }
    }
    return null;
  }

  private AuditEntry change(String version, Note note) {
    VersionManifest manifest = version(version);
    List<String> problems = versions.problems(manifest);
    if (!problems.isEmpty()) {
      throw CatwalkException.data(
          "Version "
              + version
              + " of model "
              + name
              + " cannot be the champion: "
              + String.join("; ", problems));
    }
    AuditEntry entry =
        ledger
            .write(
                (state, line, at) -> {
                  if (version.equals(state.championVersion())) {
                    throw CatwalkException.usage(
                        "Version " + version + " is the champion of model " + name + " already");
                  }
                  if (deleted().contains(version)) {
                    throw CatwalkException.data(
                        "Version " + version + " of model " + name + " has been deleted");
                  }
                  return new Ledger.Decision(
                      note.change(state.championVersion(), version)
                          .on(manifest.origin().dataset(), manifest.origin().runId()),
                      state.withChampion(version, at, line));
                })
            .orElseThrow();
    champion.settle();
    return entry;
  }

  /**
   * Deletes old versions; never the champion, nor the version that it came from, nor the one that a
   * rollback would take.
   *
   * @param keep so many of the newest are kept, at least 1
   * @return what was deleted
   */
  public List<String> prune(int keep, List<String> reasons) {
    List<String> pruned =
        ledger
            .write(
                (state, line, at) -> {
                  List<String> old = old(state, keep);
                  return old.isEmpty()
                      ? null
                      : new Ledger.Decision(
                          Note.of(AuditAction.PRUNED, reasons).deleting(old), state);
                })
            .map(entry -> entry.note().versions())
            .orElse(List.of());
    champion.settle();
    // What an earlier pruning that was killed left goes as well.
    Set<String> deleted = deleted();
    versions.names().stream().filter(deleted::contains).forEach(versions::delete);
    return pruned;
  }

  private List<String> old(RegistryState state, int keep) {
    List<String> there = new ArrayList<>(versions.names());
    there.removeAll(deleted());
    int most = Math.max(0, there.size() - keep);
    List<String> old = new ArrayList<>(there.subList(0, most));
    String used = state.championVersion();
    if (used != null) {
      old.remove(used);
      old.remove(before(used));
      old.remove(version(used).origin().parent());
    }
    return old;
  }

  private Set<String> deleted() {
    Set<String> deleted = new HashSet<>();
    history().forEach(entry -> deleted.addAll(entry.note().versions()));
    return deleted;
  }

  /** Reads everything and compares it with its checksums. */
  public Verification verify() {
    List<String> problems = new ArrayList<>(ledger.log().problems());
    if (!problems.isEmpty()) {
      return new Verification(name, 0, 0, 0, 0, null, problems, List.of());
    }
    return new Inspection(store, folder, versions, history()).verify(name, champion.expected());
  }
}
