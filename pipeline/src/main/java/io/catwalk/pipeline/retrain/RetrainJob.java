package io.catwalk.pipeline.retrain;

import io.catwalk.pipeline.CatwalkException;
import io.catwalk.pipeline.ExitCode;
import io.catwalk.pipeline.config.ExperimentConfig;
import io.catwalk.pipeline.config.RetrainConfig;
import io.catwalk.pipeline.dataset.DatasetDifference;
import io.catwalk.pipeline.dataset.StoredDataset;
import io.catwalk.pipeline.ingest.StoredDatasets;
import io.catwalk.pipeline.registry.AuditAction;
import io.catwalk.pipeline.registry.AuditEntry.Note;
import io.catwalk.pipeline.registry.Champion;
import io.catwalk.pipeline.registry.Lease;
import io.catwalk.pipeline.registry.Registry;
import io.catwalk.pipeline.registry.VersionManifest;
import io.catwalk.pipeline.retrain.Retraining.RetrainOptions;
import io.catwalk.pipeline.run.ProgressListeners;
import io.catwalk.pipeline.storage.ArtifactStore;
import io.catwalk.pipeline.storage.HadoopStorage;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One night: what is new, is it sound, train, judge, promote or keep. */
final class RetrainJob {

  private final ExperimentConfig config;
  private final RetrainConfig rules;
  private final RetrainOptions options;
  private final ArtifactStore store;
  private final Stages stages;
  private final Situation situation;
  private final Registry registry;
  private final NewData data;
  private final Attempts attempts;
  private final SummaryBuilder summary;
  private String rests;

  RetrainJob(ArtifactStore store, ExperimentConfig config, RetrainOptions options, Stages stages) {
    this.config = config;
    this.rules = config.retrain();
    this.options = options;
    this.store = store;
    this.stages = stages;
    this.situation = new Situation(store, config, stages);
    this.registry = situation.registry();
    this.data = new NewData(store, rules, options, registry, stages);
    this.attempts = new Attempts(store, registry, stages);
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
      Optional<String> signal = stoppedBy(e);
      if (e.exitCode() == ExitCode.DATA && signal.isEmpty()) {
        return stopped(lease, List.of(e.getMessage()));
      }
      fail(lease, hooks, signal.orElseGet(e::getMessage));
      throw e;
    } catch (RuntimeException e) { // A bug is to be audited as well; it goes on to the user.
      fail(lease, hooks, stoppedBy(e).orElseGet(e::toString));
      throw e;
    }
  }

  /**
   * What a signal makes of a failure: a process that ends takes Spark and the storage away from
   * under its job, which fails in whatever way. Empty while there is no signal.
   */
  private Optional<String> stoppedBy(RuntimeException failure) {
    return options
        .stop()
        .requested()
        .map(
            signal ->
                failure instanceof CatwalkException told && told.exitCode() == signal
                    ? told.getMessage()
                    : "stopped by "
                        + (signal == ExitCode.TERMINATED ? "SIGTERM" : "SIGINT")
                        + "; the next start goes on");
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
    StoredDatasets.Known known = stages.known();
    summary.files(known.files());
    rests = situation.rests(known, champion);
    Attempt attempt = attempts.pending(lease, situation.settings()).orElse(null);
    StoredDataset dataset = known.dataset();
    // What need not be done is told before anything is read.
    String nothing = dataset == null ? null : nothingNew(attempt, dataset, champion);
    if (nothing == null && dataset == null) {
      dataset = data.read(champion, listeners);
      nothing = nothingNew(attempt, dataset, champion);
    }
    summary.dataset(dataset);
    if (attempt != null && !attempt.dataset().equals(Situation.reference(dataset))) {
      attempts.drop(lease, attempt, "the source gives " + Situation.reference(dataset) + " now");
      attempt = null;
      nothing = nothingNew(attempt, dataset, champion);
    }
    if (nothing != null) {
      return end(lease, Outcome.NOTHING_NEW, List.of(nothing), null);
    }
    DatasetDifference difference = data.difference(champion, dataset);
    summary.difference(difference);
    if (attempt == null) {
      List<String> objections = data.objections(champion, dataset, difference);
      if (!objections.isEmpty()) {
        return stopped(lease, objections);
      }
      data.remember(champion, dataset);
      attempt = attempts.begin(Situation.reference(dataset), champion, situation.settings());
    } else {
      options.say().accept("going on with run " + attempt.runId());
    }
    return challenge(lease, attempt, dataset, champion, listeners);
  }

  /** Null where something must be done: what was begun is gone on with. */
  private String nothingNew(Attempt attempt, StoredDataset dataset, Champion champion) {
    return attempt != null || options.force() ? null : situation.nothingNew(dataset, champion);
  }

  private RetrainSummary challenge(
      Lease lease,
      Attempt attempt,
      StoredDataset dataset,
      Champion champion,
      ProgressListeners listeners) {
    try {
      RetrainSummary result = judged(lease, attempt, dataset, champion, listeners);
      attempts.done();
      return result;
    } catch (CatwalkException e) {
      if (!Attempts.ends(e) || options.stop().requested().isPresent()) {
        throw e;
      }
      attempts.drop(lease, attempt, e.getMessage());
      throw e.followedBy(
          "; run " + attempt.runId() + " is given up, the next start trains another");
    }
  }

  private RetrainSummary judged(
      Lease lease,
      Attempt attempt,
      StoredDataset dataset,
      Champion champion,
      ProgressListeners listeners) {
    summary.run(attempt.runId());
    // Before the training, which would be for nothing if it were not there.
    StoredDataset holdout = data.holdout().map(stages::open).orElse(dataset);
    boolean fromChampion = rules.start().equals("champion");
    stages.train(
        attempt.runId(),
        dataset,
        attempt.champion() != null && fromChampion
            ? registry.uri() + "/" + attempt.champion() + "/" + VersionManifest.MODEL
            : null,
        listeners);
    lease.check();
    Challenge.Verdict verdict = stages.judge(attempt.runId(), dataset, holdout, champion);
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
                fromChampion ? attempt.champion() : null,
                verdict.blessing().blessed()),
            verdict.files());
    summary.version(version.version());
    return decide(lease, verdict, version, dataset, champion);
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

  private RetrainSummary stopped(Lease lease, List<String> reasons) {
    if (rests != null) {
      new Stop(rests, reasons).write(store, registry.name());
    }
    return end(lease, Outcome.STOPPED, reasons, null);
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
