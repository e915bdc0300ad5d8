package io.catwalk.pipeline.retrain;

import io.catwalk.pipeline.CatwalkException;
import io.catwalk.pipeline.ExitCode;
import io.catwalk.pipeline.registry.AuditAction;
import io.catwalk.pipeline.registry.AuditEntry.Note;
import io.catwalk.pipeline.registry.Champion;
import io.catwalk.pipeline.registry.Lease;
import io.catwalk.pipeline.registry.Registry;
import io.catwalk.pipeline.run.RunOptions;
import io.catwalk.pipeline.storage.ArtifactStore;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The challenger that was begun and not judged yet. A process that dies, a cluster that fails and a
 * user who stops it leave it to the next start; whatever else ends it ends it for good, so that no
 * night repeats what cannot succeed.
 */
final class Attempts {

  private static final Set<AuditAction> VERDICTS =
      EnumSet.of(AuditAction.PROMOTED, AuditAction.KEPT);
  private static final Set<ExitCode> FINAL =
      EnumSet.of(ExitCode.DATA, ExitCode.USAGE, ExitCode.BUG);

  private final ArtifactStore store;
  private final Registry registry;
  private final Stages stages;

  Attempts(ArtifactStore store, Registry registry, Stages stages) {
    this.store = store;
    this.registry = registry;
    this.stages = stages;
  }

  /** Whether another try would fail as well. */
  static boolean ends(CatwalkException failure) {
    return FINAL.contains(failure.exitCode());
  }

  /**
   * The one to go on with. One that cannot go on is dropped.
   *
   * @param settings as {@link Situation#settings} has them now
   */
  Optional<Attempt> pending(Lease lease, String settings) {
    Optional<Attempt> found;
    try {
      found = Attempt.read(store, registry.name());
    } catch (CatwalkException e) {
      if (e.exitCode() != ExitCode.DATA) {
        throw e;
      }
      lease.note(Note.of(AuditAction.DROPPED, List.of(e.getMessage())));
      done();
      return Optional.empty();
    }
    if (found.isPresent() && judged(found.get())) {
      // The process ended between its verdict and the end of its attempt.
      done();
      return Optional.empty();
    }
    if (found.isPresent() && !found.get().settings().equals(settings)) {
      drop(lease, found.get(), "the settings have changed since it was begun");
      return Optional.empty();
    }
    return found;
  }

  private boolean judged(Attempt attempt) {
    return registry.history().stream()
        .anyMatch(
            entry ->
                VERDICTS.contains(entry.note().action())
                    && attempt.runId().equals(entry.note().run()));
  }

  Attempt begin(String dataset, Optional<Champion> champion, String settings) {
    Attempt attempt =
        new Attempt(
            RunOptions.newId(registry.name(), Instant.now()),
            dataset,
            champion.map(Champion::version).orElse(null),
            settings);
    attempt.write(store, registry.name());
    return attempt;
  }

  /** Gives it up; the audit log says why. */
  void drop(Lease lease, Attempt attempt, String reason) {
    lease.note(
        Note.of(AuditAction.DROPPED, List.of(reason)).on(attempt.dataset(), attempt.runId()));
    stages.giveUp(attempt.runId());
    done();
  }

  /** There is none any more. */
  void done() {
    Attempt.discard(store, registry.name());
  }
}
