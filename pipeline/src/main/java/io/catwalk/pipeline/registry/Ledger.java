package io.catwalk.pipeline.registry;

import io.catwalk.pipeline.storage.ArtifactStore;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** Decides by writing: a decision counts from the moment that its line is in the audit log. */
final class Ledger {

  private final AuditLog log;
  private final Worker worker;

  Ledger(ArtifactStore store, String registry, Worker worker) {
    this.log = new AuditLog(store, registry);
    this.worker = worker;
  }

  AuditLog log() {
    return log;
  }

  Worker worker() {
    return worker;
  }

  Instant now() {
    return worker.time().now();
  }

  /** What a line will say and how the registry stands then. */
  record Decision(AuditEntry.Note note, RegistryState state) {}

  /** Decides on what is; asked again where something else was written meanwhile. */
  interface Deciding {

    /**
     * @param state as it is
     * @param line number of the audit line to be
     * @param at its time
     * @return null for nothing to be written
     */
    Decision on(RegistryState state, long line, String at);
  }

  RegistryState state() {
    return log.last().map(line -> line.entry().state()).orElse(RegistryState.EMPTY);
  }

  /** Empty where the decision was to write nothing. */
  Optional<AuditEntry> write(Deciding deciding) {
    while (true) {
      Optional<AuditLog.Line> last = log.last();
      long number = last.map(line -> line.entry().number()).orElse(0L) + 1;
      String at = now().truncatedTo(ChronoUnit.MILLIS).toString();
      RegistryState state = last.map(line -> line.entry().state()).orElse(RegistryState.EMPTY);
      Decision decision = deciding.on(state, number, at);
      if (decision == null) {
        return Optional.empty();
      }
      AuditEntry entry =
          new AuditEntry(
              number,
              last.map(AuditLog.Line::hash).orElse(""),
              at,
              worker.name(),
              decision.note(),
              decision.state());
      if (log.offer(entry)) {
        return Optional.of(entry);
      }
    }
  }
}
