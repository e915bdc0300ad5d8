package io.catwalk.pipeline.retrain;

import io.catwalk.pipeline.config.RetrainConfig;
import io.catwalk.pipeline.ingest.BadImageApproval;
import io.catwalk.pipeline.ingest.DatasetDifference;
import io.catwalk.pipeline.ingest.DatasetGrowth;
import io.catwalk.pipeline.ingest.StoredDataset;
import io.catwalk.pipeline.registry.Champion;
import io.catwalk.pipeline.registry.Registry;
import io.catwalk.pipeline.registry.VersionManifest;
import io.catwalk.pipeline.run.ProgressListeners;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Reads what is new, and tells whether it is like what was there before. */
final class NewData implements BadImageApproval {

  static final String ACCEPT = "--accept-data takes the data as it is";

  private final RetrainConfig rules;
  private final RetrainOptions options;
  private final Registry registry;
  private final Stages stages;

  NewData(RetrainConfig rules, RetrainOptions options, Registry registry, Stages stages) {
    this.rules = rules;
    this.options = options;
    this.registry = registry;
    this.stages = stages;
  }

  /**
   * @param champion null where there is none
   */
  StoredDataset read(Champion champion, ProgressListeners listeners) {
    StoredDataset base = champion == null ? null : stages.open(champion.dataset());
    // The holdout's images are never trained on, wherever the champion's dataset has them.
    List<StoredDataset> tested = holdout().map(stages::open).map(List::of).orElse(List.of());
    return stages.ingest(base, tested, this, listeners);
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

  /**
   * What is new beside the champion's dataset, which the user is told.
   *
   * @param champion null where there is none
   */
  DatasetDifference difference(Champion champion, StoredDataset dataset) {
    Optional<StoredDataset> before =
        Optional.ofNullable(champion).map(c -> stages.open(c.dataset()));
    DatasetDifference difference = stages.difference(before, dataset);
    DatasetGrowth growth = dataset.manifest().growth();
    if (champion != null) {
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
                          "; %,d shards shared with %s",
                          growth.shared(),
                          growth.base())));
    }
    return difference;
  }

  /** Why a person must look first, a sentence each. */
  List<String> objections(Champion champion, StoredDataset dataset, DatasetDifference difference) {
    if (champion == null) {
      return List.of();
    }
    DataChecks checks =
        new DataChecks(
            rules.checks(), stages.open(champion.dataset()).manifest(), dataset.manifest());
    List<String> objections = new ArrayList<>();
    for (String change : checks.classes()) {
      objections.add(change + "; another set of classes is another model: give it a registry.name");
    }
    for (String change : checks.differences(difference.fresh())) {
      if (!approves(change)) {
        objections.add(change + "; " + ACCEPT);
      }
    }
    return objections;
  }

  @Override
  public boolean approves(String what) {
    if (options.acceptData()) {
      options.say().accept("accepted: " + what);
    }
    return options.acceptData();
  }

  @Override
  public String remedy() {
    return NONE.remedy() + "; " + ACCEPT;
  }
}
