package io.catwalk.pipeline.retrain;

import io.catwalk.pipeline.CatwalkException;
import io.catwalk.pipeline.Counted;
import io.catwalk.pipeline.ExitCode;
import io.catwalk.pipeline.Json;
import io.catwalk.pipeline.StoredDocument;
import io.catwalk.pipeline.config.RetrainConfig;
import io.catwalk.pipeline.dataset.DatasetDifference;
import io.catwalk.pipeline.dataset.DatasetGrowth;
import io.catwalk.pipeline.dataset.StoredDataset;
import io.catwalk.pipeline.ingest.BadImageApproval;
import io.catwalk.pipeline.registry.Champion;
import io.catwalk.pipeline.registry.Registry;
import io.catwalk.pipeline.registry.VersionManifest;
import io.catwalk.pipeline.retrain.Retraining.RetrainOptions;
import io.catwalk.pipeline.run.ProgressListeners;
import io.catwalk.pipeline.storage.ArtifactStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Reads what is new, and tells whether it is like what was there before: the champion's dataset, or
 * what a person has accepted beside it since.
 */
final class NewData {

  static final String ACCEPT = "--accept-data takes the data as it is";

  private final ArtifactStore store;
  private final RetrainConfig rules;
  private final RetrainOptions options;
  private final Registry registry;
  private final Stages stages;
  private boolean accepted;

  NewData(
      ArtifactStore store,
      RetrainConfig rules,
      RetrainOptions options,
      Registry registry,
      Stages stages) {
    this.store = store;
    this.rules = rules;
    this.options = options;
    this.registry = registry;
    this.stages = stages;
  }

  StoredDataset read(Optional<Champion> champion, ProgressListeners listeners) {
    Optional<StoredDataset> base = champion.map(Champion::dataset).map(stages::open);
    // The holdout's images are never trained on, wherever the champion's dataset has them.
    List<StoredDataset> tested = holdout().map(stages::open).map(List::of).orElse(List.of());
    return stages.ingest(base, tested, new Approval(taken(champion)), listeners);
  }

  /** The dataset whose images nobody need look at again; empty where there is none. */
  private Optional<StoredDataset> taken(Optional<Champion> champion) {
    return Accepted.read(store, registry.name())
        .filter(last -> last.beside().equals(champion.map(Champion::version)))
        .flatMap(last -> opened(last.dataset()))
        .or(() -> champion.map(Champion::dataset).map(stages::open));
  }

  /** Empty where it has been deleted since. */
  private Optional<StoredDataset> opened(String dataset) {
    try {
      return Optional.of(stages.open(dataset));
    } catch (CatwalkException e) {
      if (e.exitCode() != ExitCode.DATA) {
        throw e;
      }
      return Optional.empty();
    }
  }

  /** To be called once nothing stands against training on it. */
  void remember(Optional<Champion> champion, StoredDataset dataset) {
    if (accepted) {
      new Accepted(champion.map(Champion::version).orElse(null), Situation.reference(dataset))
          .write(store, registry.name());
    }
  }

  /** {@code name@version} of what challengers are judged on; empty while there is none. */
  Optional<String> holdout() {
    if (!rules.holdout().isEmpty()) {
      return Optional.of(rules.holdout());
    }
    return registry.versions().stream()
        .findFirst()
        .map(VersionManifest::origin)
        .map(o -> o.holdout());
  }

  /** What is new beside the champion's dataset, which the user is told. */
  DatasetDifference difference(Optional<Champion> champion, StoredDataset dataset) {
    Optional<StoredDataset> before = champion.map(Champion::dataset).map(stages::open);
    DatasetDifference difference = stages.difference(before, dataset);
    DatasetGrowth growth = dataset.manifest().growth();
    if (champion.isPresent()) {
      options
          .say()
          .accept(
              String.format(
                  Locale.ROOT,
                  "%,d new images, %,d removed%s",
                  difference.fresh().images(),
                  difference.removed(),
                  growth == null || growth.base() == null
                      ? ""
                      : String.format(
                          Locale.ROOT,
                          "; %s shared with %s",
                          Counted.of(growth.shared(), "shard"),
                          growth.base())));
    }
    return difference;
  }

  /** Why a person must look first, a sentence each. */
  List<String> objections(
      Optional<Champion> champion, StoredDataset dataset, DatasetDifference difference) {
    if (champion.isEmpty()) {
      return List.of();
    }
    String before = champion.get().dataset();
    StoredDataset champions = stages.open(before);
    List<String> objections = new ArrayList<>();
    for (String change :
        new DataChecks(rules.checks(), champions.manifest(), dataset.manifest()).classes()) {
      objections.add(change + "; another set of classes is another model: give it a registry.name");
    }
    StoredDataset taken = taken(champion).orElse(champions);
    boolean since = !Situation.reference(taken).equals(before);
    DatasetDifference fresh = since ? stages.difference(Optional.of(taken), dataset) : difference;
    for (String change :
        new DataChecks(rules.checks(), taken.manifest(), dataset.manifest())
            .differences(fresh.fresh())) {
      if (!approves(change)) {
        objections.add(change + "; " + ACCEPT);
      }
    }
    return objections;
  }

  private boolean approves(String what) {
    if (options.acceptData()) {
      options.say().accept("accepted: " + what);
      accepted = true;
    }
    return options.acceptData();
  }

  /** What a person says who starts a night. */
  private final class Approval implements BadImageApproval {

    private final Optional<StoredDataset> taken;

    private Approval(Optional<StoredDataset> taken) {
      this.taken = taken;
    }

    @Override
    public Optional<StoredDataset> before() {
      return taken;
    }

    @Override
    public boolean approves(String what) {
      return NewData.this.approves(what);
    }

    @Override
    public String remedy() {
      return NONE.remedy() + "; " + ACCEPT;
    }
  }

  /**
   * The data that a person has accepted last, by {@code --accept-data}: {@code accepted.json} of a
   * registry. What it holds is not asked about again while the champion is the same.
   *
   * @param schemaVersion of this document
   * @param champion version at that time; null for none
   * @param dataset {@code name@version}
   */
  private record Accepted(int schemaVersion, String champion, String dataset)
      implements StoredDocument {

    private static final int SCHEMA_VERSION = 1;
    private static final String FILE = "accepted.json";

    Accepted(String champion, String dataset) {
      this(SCHEMA_VERSION, champion, dataset);
    }

    Optional<String> beside() {
      return Optional.ofNullable(champion);
    }

    static Optional<Accepted> read(ArtifactStore store, String registry) {
      String path = path(registry);
      return store.exists(path)
          ? Optional.of(Json.read(store.read(path), Accepted.class, store.resolve(path).toString()))
          : Optional.empty();
    }

    void write(ArtifactStore store, String registry) {
      store.write(path(registry), Json.write(this));
    }

    private static String path(String registry) {
      return Registry.folder(registry) + "/" + FILE;
    }
  }
}
