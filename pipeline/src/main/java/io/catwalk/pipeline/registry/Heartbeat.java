package io.catwalk.pipeline.registry;

import io.catwalk.pipeline.Json;
import io.catwalk.pipeline.storage.ArtifactStore;
import java.util.Locale;

/** {@code lease/TOKEN.json}: how long a lease has been renewed, a file a holder. */
final class Heartbeat {

  private final ArtifactStore store;
  private final String folder;

  /**
   * @param registry its folder, relative to the store's root
   */
  Heartbeat(ArtifactStore store, String registry) {
    this.store = store;
    this.folder = registry + "/lease";
  }

  void write(LeaseClaim claim) {
    store.write(path(claim), Json.write(claim));
  }

  /** Whether a claim still holds: neither expired, nor known to be of a process that has ended. */
  boolean alive(LeaseClaim claim, Ledger ledger) {
    if (ledger.worker().dead().test(claim)) {
      return false;
    }
    return !latest(claim).expired(ledger.clock().instant());
  }

  private LeaseClaim latest(LeaseClaim claim) {
    String path = path(claim);
    return store.exists(path)
        ? Json.read(store.read(path), LeaseClaim.class, store.resolve(path).toString())
        : claim;
  }

  /** Deletes those of all holders but one. */
  void discardOthers(LeaseClaim claim) {
    store.list(folder).stream()
        .filter(file -> !path(claim).endsWith("/" + file))
        .forEach(file -> store.delete(folder + "/" + file));
  }

  void discard(LeaseClaim claim) {
    store.delete(path(claim));
  }

  private String path(LeaseClaim claim) {
    return String.format(Locale.ROOT, "%s/%08d.json", folder, claim.token());
  }
}
