package io.catwalk.pipeline.retrain;

import io.catwalk.pipeline.CatwalkException;
import io.catwalk.pipeline.config.ConfigLoader;
import io.catwalk.pipeline.config.ExperimentConfig;
import io.catwalk.pipeline.dataset.StoredDataset;
import io.catwalk.pipeline.ingest.StoredDatasets;
import io.catwalk.pipeline.registry.AuditAction;
import io.catwalk.pipeline.registry.AuditEntry;
import io.catwalk.pipeline.registry.Champion;
import io.catwalk.pipeline.registry.LeaseClaim;
import io.catwalk.pipeline.registry.Registry;
import io.catwalk.pipeline.retrain.Retraining.RetrainStatus;
import io.catwalk.pipeline.storage.ArtifactStore;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** What is to be done, told from listings and small documents alone. */
final class Situation {

  private static final Set<AuditAction> ENDS =
      EnumSet.of(
          AuditAction.PROMOTED,
          AuditAction.KEPT,
          AuditAction.NOTHING_NEW,
          AuditAction.STOPPED,
          AuditAction.FAILED);

  private final ArtifactStore store;
  private final ExperimentConfig config;
  private final Stages stages;
  private final Registry registry;

  Situation(ArtifactStore store, ExperimentConfig config, Stages stages) {
    this.store = store;
    this.config = config;
    this.stages = stages;
    this.registry = new Registry(store, config.retrain().registry());
  }

  Registry registry() {
    return registry;
  }

  /**
   * Why nothing need be done for a dataset; null where something must.
   *
   * @param champion null where there is none
   */
  String nothingNew(StoredDataset dataset, Champion champion) {
    if (champion != null && reference(dataset).equals(champion.dataset())) {
      return String.format(
          Locale.ROOT,
          "%s holds what the champion %s was trained on",
          champion.dataset(),
          champion.version());
    }
    if (judged(dataset, champion).equals(registry.state().judged())) {
      return reference(dataset)
          + " was judged already, and the champion kept; nothing has changed since";
    }
    return null;
  }

  /** What a verdict rests on: the same gives the same. */
  String judged(StoredDataset dataset, Champion champion) {
    return reference(dataset)
        + " "
        + settings()
        + " "
        + (champion == null ? "none" : champion.version());
  }

  /** Digest of what decides how a challenger is trained and judged. */
  String settings() {
    String all =
        ConfigLoader.settings(config).entrySet().stream()
            .filter(entry -> entry.getKey().matches("(model|train|data|retrain)\\..*"))
            .filter(entry -> !entry.getKey().matches("(train\\.checkpoint|retrain\\.hooks)\\..*"))
            .map(entry -> entry.getKey() + "=" + entry.getValue())
            .collect(Collectors.joining("\n"));
    return UUID.nameUUIDFromBytes(all.getBytes(StandardCharsets.UTF_8)).toString();
  }

  static String reference(StoredDataset dataset) {
    return dataset.manifest().name() + "@" + dataset.manifest().version();
  }

  /**
   * What a stop rests on: the same stops again.
   *
   * @param champion null where there is none
   */
  String rests(StoredDatasets.Known known, Champion champion) {
    return known.listing()
        + " "
        + settings()
        + " "
        + (champion == null ? "none" : champion.version());
  }

  RetrainStatus status() {
    Champion champion = registry.champion().orElse(null);
    AuditEntry last = null;
    for (AuditEntry entry : registry.history()) {
      last = ENDS.contains(entry.note().action()) ? entry : last;
    }
    String holder = registry.holder().map(LeaseClaim::holder).orElse(null);
    Attempt attempt =
        Attempt.read(store, registry.name())
            .filter(found -> found.settings().equals(settings()))
            .orElse(null);
    return new RetrainStatus(
        registry.name(),
        champion,
        last,
        holder,
        attempt == null ? null : attempt.runId(),
        holder == null
            ? next(champion, last, attempt)
            : "nothing, for another process is at work: " + holder);
  }

  private String next(Champion champion, AuditEntry last, Attempt attempt) {
    StoredDatasets.Known known;
    try {
      known = stages.known();
    } catch (CatwalkException e) {
      return "stop: " + e.getMessage();
    }
    if (last != null && last.note().action() == AuditAction.STOPPED) {
      Optional<Stop> stop =
          Stop.read(store, registry.name())
              .filter(before -> before.on().equals(rests(known, champion)));
      if (stop.isPresent()) {
        return "stop again, for nothing has changed since: "
            + String.join("; ", stop.get().reasons());
      }
    }
    String dataset = known.dataset() == null ? null : reference(known.dataset());
    if (attempt != null && attempt.dataset().equals(dataset)) {
      return "go on with run " + attempt.runId() + ", which was begun and not judged";
    }
    String dropped =
        attempt == null
            ? ""
            : String.format(
                Locale.ROOT,
                "; run %s, which was begun on %s, is gone on with on that alone",
                attempt.runId(),
                attempt.dataset());
    if (dataset == null) {
      return String.format(
          Locale.ROOT,
          "read what is new among the %,d files of %s, and train on it%s",
          known.files(),
          config.data().source(),
          dropped);
    }
    String nothing = attempt == null ? nothingNew(known.dataset(), champion) : null;
    return nothing == null
        ? "check " + dataset + ", and train on it" + dropped
        : "nothing: " + nothing;
  }
}
