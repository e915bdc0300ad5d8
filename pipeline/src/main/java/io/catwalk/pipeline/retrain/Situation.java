package io.catwalk.pipeline.retrain;

import io.catwalk.pipeline.CatwalkException;
import io.catwalk.pipeline.Counted;
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

  /** Why nothing need be done for a dataset; empty where something must. */
  Optional<String> nothingNew(StoredDataset dataset, Optional<Champion> champion) {
    Optional<Champion> same = champion.filter(c -> reference(dataset).equals(c.dataset()));
    if (same.isPresent()) {
      return same.map(
          c ->
              String.format(
                  Locale.ROOT,
                  "%s holds what the champion %s was trained on",
                  c.dataset(),
                  c.version()));
    }
    return judged(dataset, champion).equals(registry.state().judged())
        ? Optional.of(
            reference(dataset)
                + " was judged already, and the champion kept; nothing has changed since")
        : Optional.empty();
  }

  /** What a verdict rests on: the same gives the same. */
  String judged(StoredDataset dataset, Optional<Champion> champion) {
    return reference(dataset) + " " + settings() + " " + version(champion);
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

  /** What a stop rests on: the same stops again. */
  String rests(StoredDatasets.Known known, Optional<Champion> champion) {
    return known.listing() + " " + settings() + " " + version(champion);
  }

  private static String version(Optional<Champion> champion) {
    return champion.map(Champion::version).orElse("none");
  }

  RetrainStatus status() {
    Optional<Champion> champion = registry.champion();
    Optional<AuditEntry> last =
        registry.history().stream()
            .filter(entry -> ENDS.contains(entry.note().action()))
            .reduce((earlier, later) -> later);
    Optional<String> holder = registry.holder().map(LeaseClaim::holder);
    Optional<Attempt> attempt =
        Attempt.read(store, registry.name()).filter(found -> found.settings().equals(settings()));
    return new RetrainStatus(
        registry.name(),
        champion.orElse(null),
        last.orElse(null),
        holder.orElse(null),
        attempt.map(Attempt::runId).orElse(null),
        holder
            .map(who -> "nothing, for another process is at work: " + who)
            .orElseGet(() -> next(champion, last, attempt)));
  }

  private String next(
      Optional<Champion> champion, Optional<AuditEntry> last, Optional<Attempt> attempt) {
    StoredDatasets.Known known;
    try {
      known = stages.known();
    } catch (CatwalkException e) {
      return "stop: " + e.getMessage();
    }
    if (last.filter(entry -> entry.note().action() == AuditAction.STOPPED).isPresent()) {
      Optional<Stop> stop =
          Stop.read(store, registry.name())
              .filter(before -> before.on().equals(rests(known, champion)));
      if (stop.isPresent()) {
        return "stop again, for nothing has changed since: "
            + String.join("; ", stop.get().reasons());
      }
    }
    Optional<StoredDataset> stored = known.dataset();
    Optional<String> dataset = stored.map(Situation::reference);
    if (attempt.isPresent() && attempt.map(Attempt::dataset).equals(dataset)) {
      return "go on with run " + attempt.get().runId() + ", which was begun and not judged";
    }
    String dropped =
        attempt
            .map(
                begun ->
                    String.format(
                        Locale.ROOT,
                        "; run %s, which was begun on %s, is gone on with on that alone",
                        begun.runId(),
                        begun.dataset()))
            .orElse("");
    if (dataset.isEmpty()) {
      return String.format(
          Locale.ROOT,
          "read what is new among the %s of %s, and train on it%s",
          Counted.of(known.files(), "file"),
          config.data().source(),
          dropped);
    }
    return stored
        .filter(found -> attempt.isEmpty())
        .flatMap(found -> nothingNew(found, champion))
        .map(nothing -> "nothing: " + nothing)
        .orElse("check " + dataset.get() + ", and train on it" + dropped);
  }
}
