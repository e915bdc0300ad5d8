package io.catwalk.pipeline.retrain;

import io.catwalk.pipeline.CatwalkException;
import io.catwalk.pipeline.ExitCode;
import io.catwalk.pipeline.config.ExperimentConfig;
import io.catwalk.pipeline.config.RetrainConfig;
import io.catwalk.pipeline.ingest.DatasetGrowth;
import io.catwalk.pipeline.ingest.StoredDataset;
import io.catwalk.pipeline.ingest.StoredDatasets;
import io.catwalk.pipeline.registry.AuditAction;
import io.catwalk.pipeline.registry.AuditEntry.Note;
import io.catwalk.pipeline.registry.Champion;
import io.catwalk.pipeline.registry.Lease;
import io.catwalk.pipeline.registry.Registry;
import io.catwalk.pipeline.registry.VersionManifest;
import io.catwalk.pipeline.run.IngestJob;
import io.catwalk.pipeline.run.ProgressListeners;
import io.catwalk.pipeline.run.RunIds;
import io.catwalk.pipeline.run.RunOptions;
import io.catwalk.pipeline.run.TrainJob;
import io.catwalk.pipeline.run.Workbench;
import io.catwalk.pipeline.storage.ArtifactStore;
import io.catwalk.pipeline.storage.HadoopStorage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** One night: what is new, is it sound, train, judge, promote or keep. */
final class RetrainJob {

  private final Workbench bench;
  private final ExperimentConfig config;
  private final RetrainConfig rules;
  private final RetrainOptions options;
  private final ArtifactStore store;
  private final Situation situation;
  private final Registry registry;
  private final SummaryBuilder summary;

  RetrainJob(Workbench bench, ExperimentConfig config, RetrainOptions options) {
    this.bench = bench;
    this.config = config;
    this.rules = config.retrain();
    this.options = options;
    this.store = bench.store();
    this.situation = new Situation(bench, config);
    this.registry = situation.registry();
    this.summary = new SummaryBuilder(registry.name(), HadoopStorage.bytesRead());
  }

  RetrainSummary run(ProgressListeners listeners) {
    if (!rules.blessing().configured()) {
      throw CatwalkException.usage(
          "retrain.blessing: no threshold is set, so anything would be promoted; expected min-accuracy or min-macro-f1 above 0, and test = mcnemar or bootstrap");
    }
    Hooks hooks = new Hooks(rules.hooks());
    try (Lease lease = registry.lease(Duration.ofSeconds(rules.leaseSeconds())).keepAlive()) {
      if (lease.formerHolder() != null) {
        options.say().accept("taking over from " + lease.formerHolder());
      }
      RetrainSummary result = guarded(lease, listeners, hooks);
      return result.withFailedHooks(hooks.tell(result.outcome().id(), result));
    }
  }

  /** Whatever happens, the audit log tells how it ended. */
  private RetrainSummary guarded(Lease lease, ProgressListeners listeners, Hooks hooks) {
    try {
      return work(lease, listeners);
    } catch (CatwalkException e) {
      if (e.exitCode() == ExitCode.BUSY) {
        throw e;
      }
      if (e.exitCode() == ExitCode.DATA) {
        return end(lease, Outcome.STOPPED, List.of(e.getMessage()), null);
      }
      fail(lease, hooks, e.getMessage());
      throw e;
    } catch (RuntimeException e) { // A bug is to be audited as well; it goes on to the user.
      fail(lease, hooks, e.toString());
      throw e;
    }
  }

  private void fail(Lease lease, Hooks hooks, String reason) {
    try {
      lease.finish(Note.of(AuditAction.FAILED, List.of(reason)), null);
      hooks.tell(
          AuditAction.FAILED.id(),
          Map.of("outcome", "failed", "model", registry.name(), "reasons", List.of(reason)));
    } catch (CatwalkException e) {
      // What failed first tells more; the lease expires.
      options.say().accept("cannot write to the audit log: " + e.getMessage());
    }
  }

  private RetrainSummary work(Lease lease, ProgressListeners listeners) {
    Champion champion = registry.champion().orElse(null);
    summary.champion(champion);
    Attempt attempt = situation.attempt().orElse(null);
    if (attempt == null) {
      StoredDatasets.Known known = situation.known();
      summary.files(known.files());
      StoredDataset dataset = known.dataset();
      if (dataset != null && !options.force()) {
        String nothing = situation.nothingNew(dataset, champion);
        if (nothing != null) {
          return nothing(lease, dataset, nothing);
        }
      }
      if (dataset == null) {
        dataset = grow(champion, listeners);
        String nothing = options.force() ? null : situation.nothingNew(dataset, champion);
        if (nothing != null) {
          return nothing(lease, dataset, nothing);
        }
      }
      summary.dataset(dataset);
      List<String> objections = objections(champion, dataset);
      if (!objections.isEmpty()) {
        return end(lease, Outcome.STOPPED, objections, null);
      }
      attempt = begin(dataset, champion);
    } else {
      options.say().accept("going on with run " + attempt.runId());
    }
    return challenge(lease, attempt, champion, listeners);
  }

  private RetrainSummary nothing(Lease lease, StoredDataset dataset, String reason) {
    summary.dataset(dataset);
    return end(lease, Outcome.NOTHING_NEW, List.of(reason), null);
  }

  private StoredDataset grow(Champion champion, ProgressListeners listeners) {
    StoredDataset base = champion == null ? null : open(champion.dataset());
    StoredDataset dataset =
        new IngestJob(bench, config).dataset(base, tested(), listeners.ingest());
    DatasetGrowth growth = dataset.manifest().growth();
    if (growth != null && base != null) {
      options
          .say()
          .accept(
              String.format(
                  Locale.ROOT,
                  "%,d new images, %,d removed; %,d shards shared with %s",
                  growth.fresh().images(),
                  growth.removed(),
                  growth.shared(),
                  growth.base()));
    }
    return dataset;
  }

  /** The holdout's images are never trained on, wherever the champion's dataset has them. */
  private List<StoredDataset> tested() {
    String holdout = holdout();
    return holdout == null ? List.of() : List.of(open(holdout));
  }

  /** {@code name@version}; null while there is none. */
  private String holdout() {
    if (!rules.holdout().isEmpty()) {
      return rules.holdout();
    }
    for (VersionManifest version : registry.versions()) {
      return version.origin().holdout();
    }
    return null;
  }

  private StoredDataset open(String reference) {
    return bench.datasets().open(reference);
  }

  private List<String> objections(Champion champion, StoredDataset dataset) {
    if (champion == null) {
      return List.of();
    }
    DataChecks checks =
        new DataChecks(rules.checks(), open(champion.dataset()).manifest(), dataset.manifest());
    List<String> objections = new ArrayList<>();
    for (String change : checks.classes()) {
      objections.add(change + "; another set of classes is another model: give it a registry.name");
    }
    List<String> differences = checks.differences();
    if (options.acceptData()) {
      differences.forEach(d -> options.say().accept("accepted: " + d));
    } else {
      objections.addAll(differences);
    }
    return objections;
  }

  private Attempt begin(StoredDataset dataset, Champion champion) {
    Attempt attempt =
        new Attempt(
            RunIds.next(registry.name(), Instant.now()),
            Situation.reference(dataset),
            champion == null ? null : champion.version(),
            situation.settings());
    attempt.write(store, registry.name());
    return attempt;
  }

  private RetrainSummary challenge(
      Lease lease, Attempt attempt, Champion champion, ProgressListeners listeners) {
    StoredDataset dataset = open(attempt.dataset());
    summary.dataset(dataset);
    summary.run(attempt.runId());
    train(attempt, dataset, listeners);
    lease.check();
    String held = holdout() == null ? attempt.dataset() : holdout();
    Challenge challenge = new Challenge(bench, config, registry, open(held));
    Challenge.Verdict verdict = challenge.judge(attempt.runId(), dataset, champion);
    summary.verdict(verdict);
    lease.check();
    VersionManifest version =
        lease.register(
            new VersionManifest.Origin(
                config.model().name(),
                attempt.runId(),
                attempt.dataset(),
                verdict.blessing().holdout(),
                verdict.judgedBy(),
                rules.start().equals("champion") ? attempt.champion() : null,
                verdict.blessing().blessed()),
            challenge.files(attempt.runId(), verdict));
    summary.version(version.version());
    RetrainSummary result = decide(lease, verdict, version, dataset, champion);
    Attempt.discard(store, registry.name());
    return result;
  }

  private RetrainSummary decide(
      Lease lease,
      Challenge.Verdict verdict,
      VersionManifest version,
      StoredDataset dataset,
      Champion champion) {
    List<String> reasons = verdict.blessing().reasons();
    String judged = situation.judged(dataset, champion);
    if (!verdict.blessing().blessed()) {
      return end(lease, Outcome.KEPT, reasons, judged);
    }
    String expected = champion == null ? null : champion.version();
    if (registry.promote(lease, version, expected, reasons, judged)) {
      return summary.promoted(version.version(), reasons);
    }
    return end(
        lease,
        Outcome.KEPT,
        List.of("the champion was changed by a person while the challenger was trained"),
        null);
  }

  private void train(Attempt attempt, StoredDataset dataset, ProgressListeners listeners) {
    if (TrainJob.finished(store, attempt.runId())) {
      return;
    }
    String from =
        attempt.champion() != null && rules.start().equals("champion")
            ? registry.uri() + "/" + attempt.champion() + "/" + VersionManifest.MODEL
            : null;
    new TrainJob(
            bench,
            config,
            attempt.runId(),
            new RunOptions(attempt.runId(), false, options.stop(), options.program()),
            new TrainJob.Beginning(dataset, from))
        .run(listeners);
  }

  private RetrainSummary end(Lease lease, Outcome outcome, List<String> reasons, String judged) {
    lease.finish(
        Note.of(outcome.action(), reasons)
            .about(summary.version(), null)
            .on(summary.dataset(), summary.run()),
        judged);
    return summary.ended(outcome, reasons);
  }
}
