package io.catwalk.pipeline.registry;

import io.catwalk.pipeline.storage.ArtifactStore;
import io.catwalk.pipeline.storage.Heartbeat;
import io.catwalk.pipeline.storage.Liveness;
import java.time.Duration;
import java.util.Locale;
import java.util.function.BooleanSupplier;

/** {@code lease/TOKEN.json}: the heartbeats of those who hold or held the lease of a registry. */
final class LeaseFiles {

  private final ArtifactStore store;
  private final String folder;
  private final Worker worker;
  private final Liveness liveness;

  /**
   * @param registry its folder, relative to the store's root
   */
  LeaseFiles(ArtifactStore store, String registry, Worker worker) {
    this.store = store;
    this.folder = registry + "/lease";
    this.worker = worker;
    this.liveness = new Liveness(store, worker.processes(), worker.time());
  }

  Heartbeat heartbeat(LeaseClaim claim, BooleanSupplier held) {
    return new Heartbeat(store, path(claim), claim.process(), worker.time(), held);
  }

  /**
   * As {@link Liveness#of}.
   *
   * @param patience at least this long, and as long as the holder itself asked for
   */
  Liveness.Verdict look(LeaseClaim claim, Duration patience, BooleanSupplier stands) {
    Duration asked = claim.patience();
    Duration longer = asked.compareTo(patience) > 0 ? asked : patience;
    return liveness.of(claim.process(), path(claim), longer, stands);
  }

  /** For people to read: nothing may be decided by it. */
  boolean likelyAlive(LeaseClaim claim) {
    return liveness.likely(claim.process(), path(claim), claim.patience(), claim.since());
  }

  /** Deletes those of all holders but one. */
  void discardOthers(LeaseClaim claim) {
    store.list(folder).stream()
        .filter(file -> !path(claim).endsWith("/" + file))
        .forEach(file -> store.delete(folder + "/" + file));
  }

  private String path(LeaseClaim claim) {
    return String.format(Locale.ROOT, "%s/%08d.json", folder, claim.token());
  }
}
