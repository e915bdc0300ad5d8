package io.catwalk.pipeline.registry;

import io.catwalk.pipeline.CatwalkException;
import io.catwalk.pipeline.Json;
import io.catwalk.pipeline.storage.ArtifactStore;
import java.util.Arrays;
import java.util.Optional;

/**
 * {@code champion.json}: a copy, for other programs, of what the audit log says. A process may die
 * between the line and the copy, so whoever reads the champion reads the log and mends the copy.
 */
final class ChampionFile {

  private final ArtifactStore store;
  private final String file;
  private final String registry;
  private final Ledger ledger;
  private final Versions versions;

  /**
   * @param folder of the registry, relative to the store's root
   * @param registry its name
   */
  ChampionFile(
      ArtifactStore store, String folder, String registry, Ledger ledger, Versions versions) {
    this.store = store;
    this.file = folder + "/" + Champion.FILE;
    this.registry = registry;
    this.ledger = ledger;
    this.versions = versions;
  }

  /**
   * The champion as the audit log has it; empty while there is none. The copy is mended where the
   * storage lets this process write.
   *
   * @throws CatwalkException (data) when the champion's version is missing
   */
  Optional<Champion> read() {
    return settle(false);
  }

  /** Writes the copy where it is not what the audit log says. */
  void settle() {
    settle(true);
  }

  private Optional<Champion> settle(boolean must) {
    while (true) {
      RegistryState.Holder holder = ledger.state().champion();
      if (holder == null) {
        return Optional.empty();
      }
      Champion champion = describe(holder);
      // One who decided meanwhile may have written before this did.
      if (!written(champion, must) || holder.equals(ledger.state().champion())) {
        return Optional.of(champion);
      }
    }
  }

  /** Whether it had to be written, and was. */
  private boolean written(Champion champion, boolean must) {
    try {
      if (holds(Json.write(champion))) {
        return false;
      }
      store.write(file, Json.write(champion));
      return true;
    } catch (CatwalkException e) {
      if (must) {
        throw e;
      }
      // One who may only read learns all the same who is the champion.
      return false;
    }
  }

  private boolean holds(byte[] wanted) {
    return store.find(file).filter(found -> Arrays.equals(found, wanted)).isPresent();
  }

  /** What it should hold; null where there is no champion, or its version cannot be read. */
  byte[] expected() {
    RegistryState.Holder holder = ledger.state().champion();
    try {
      return holder == null ? null : Json.write(describe(holder));
    } catch (CatwalkException e) {
      return null;
    }
  }

  private Champion describe(RegistryState.Holder holder) {
    VersionManifest version = versions.read(holder.version()).manifest();
    return new Champion(
        Champion.SCHEMA_VERSION,
        registry,
        version.origin().network(),
        version.version(),
        version.origin().runId(),
        versions.uri(version.version(), VersionManifest.MODEL),
        version.files().get(VersionManifest.MODEL).sha256(),
        version.origin().dataset(),
        version.origin().holdout(),
        holder.since(),
        holder.line());
  }
}
