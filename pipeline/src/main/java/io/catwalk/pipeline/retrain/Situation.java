package io.catwalk.pipeline.retrain;

import io.catwalk.pipeline.config.ConfigLoader;
import io.catwalk.pipeline.config.ExperimentConfig;
import io.catwalk.pipeline.ingest.StoredDataset;
import io.catwalk.pipeline.ingest.StoredDatasets;
import io.catwalk.pipeline.registry.AuditAction;
import io.catwalk.pipeline.registry.AuditEntry;
import io.catwalk.pipeline.registry.Champion;
import io.catwalk.pipeline.registry.LeaseClaim;
import io.catwalk.pipeline.registry.Registry;
import io.catwalk.pipeline.run.IngestJob;
import io.catwalk.pipeline.run.Workbench;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.List;
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

  private final Workbench bench;
  private final ExperimentConfig config;
  private final Registry registry;

  Situation(Workbench bench, ExperimentConfig config) {
    this.bench = bench;
    this.config = config;
    this.registry = new Registry(bench.store(), config.retrain().registry());
  }

  Registry registry() {
    return registry;
  }

  /** What the source and the settings gave before. */
  StoredDatasets.Known known() {
    return new IngestJob(bench, config).known();
  }

  /** The attempt that is to be gone on with; one that was begun under other settings is not. */
  Optional<Attempt> attempt() {
    return Attempt.read(bench.store(), registry.name())
        .filter(attempt -> attempt.settings().equals(settings()));
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

  RetrainStatus status() {
    Champion champion = registry.champion().orElse(null);
    List<AuditEntry> history = registry.history();
    AuditEntry last = null;
    for (AuditEntry entry : history) {
      last = ENDS.contains(entry.note().action()) ? entry : last;
    }
    String holder = registry.holder().map(LeaseClaim::holder).orElse(null);
    String attempt = attempt().map(Attempt::runId).orElse(null);
    return new RetrainStatus(
        registry.name(), champion, last, holder, attempt, next(champion, holder, attempt));
  }

  private String next(Champion champion, String holder, String attempt) {
    if (holder != null) {
      return "nothing, for another process is at work: " + holder;
    }
    if (attempt != null) {
      return "go on with run " + attempt + ", which was begun and not judged";
    }
    StoredDatasets.Known known = known();
    if (known.dataset() == null) {
      return String.format(
          Locale.ROOT,
          "read what is new among the %,d files of %s, and train on it",
          known.files(),
          config.data().source());
    }
    String nothing = nothingNew(known.dataset(), champion);
    return nothing == null
        ? "check " + reference(known.dataset()) + ", and train on it"
        : "nothing: " + nothing;
  }
}
