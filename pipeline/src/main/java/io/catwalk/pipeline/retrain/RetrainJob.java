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
    requireThreshold(rules);
    Hooks hooks = new Hooks(rules.hooks());
    try (Lease lease = registry.lease(Duration.ofSeconds(rules.leaseSeconds())).keepAlive()) {
      if (lease.formerHolder() != null) {
        options.say().accept("taking over from " + lease.formerHolder());
      }
      RetrainSummary result = guarded(lease, listeners, hooks);
      return result.withFailedHooks(hooks.tell(result.outcome().id(), result));
    }
  }

  /**
   * @throws CatwalkException (usage) where anything would be promoted
   */
  static void requireThreshold(RetrainConfig rules) {
    if (!rules.blessing().configured()) {
      throw CatwalkException.usage(
          "retrain.blessing: no threshold is set, so anything would be promoted; expected min-accuracy or min-macro-f1 above 0, and test = mcnemar or bootstrap");
    }
  }

  /** Whatever happens, the audit log tells how it ended. */
  private RetrainSummary guarded(Lease lease, ProgressListeners listeners, Hooks hooks) {
    try {
      return work(lease, listeners);
    } catch (CatwalkException e) {
      if (e.exitCode() == ExitCode.BUSY && !stands(lease)) {
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

  /** Another process may also be busy with what this night needs, such as its training. */
  private static boolean stands(Lease lease) {
    try {
      lease.check();
      return true;
    } catch (CatwalkException e) {
      return false;
    }
  }

  private void fail(Lease lease, Hooks hooks, String reason) {
    try {
      lease.finish(Note.of(AuditAction.FAILED, List.of(reason)));
      hooks.tell(
          AuditAction.FAILED.id(),
          Map.of("outcome", "failed", "model", registry.name(), "reasons", List.of(reason)));
    } catch (CatwalkException e) {
      // What failed first tells more; the lease expires.
      options.say().accept("cannot write to the audit log: " + e.getMessage());
    }
  }

  private RetrainSummary work(Lease lease, ProgressListeners listeners) {
    Optional<Champion> champion = registry.champion();
    summary.champion(champion);
    StoredDatasets.Known known = stages.known();
    summary.files(known.files());
    rests = situation.rests(known, champion);
    Optional<Attempt> begun = attempts.pending(lease, situation.settings());
    // A dataset that is known is not read again.
    StoredDataset dataset = known.dataset().orElseGet(() -> data.read(champion, listeners));
    summary.dataset(dataset);
    String reference = Situation.reference(dataset);
    Optional<Attempt> pending = begun.filter(attempt -> attempt.dataset().equals(reference));
    if (begun.isPresent() && pending.isEmpty()) {
      attempts.drop(lease, begun.get(), "the source gives " + reference + " now");
    }
    // What was begun is gone on with.
    Optional<String> nothing =
        pending.isPresent() || options.force()
            ? Optional.empty()
            : situation.nothingNew(dataset, champion);
    if (nothing.isPresent()) {
      return end(lease, Outcome.NOTHING_NEW, List.of(nothing.get()), Optional.empty());
    }
    DatasetDifference difference = data.difference(champion, dataset);
    summary.difference(difference);
    if (pending.isEmpty()) {
      List<String> objections = data.objections(champion, dataset, difference);
      if (!objections.isEmpty()) {
        return stopped(lease, objections);
      }
      data.remember(champion, dataset);
    }
    pending.ifPresent(attempt -> options.say().accept("going on with run " + attempt.runId()));
    Attempt attempt =
        pending.orElseGet(() -> attempts.begin(reference, champion, situation.settings()));
    return challenge(lease, attempt, dataset, champion, listeners);
  }

  private RetrainSummary challenge(
      Lease lease,
      Attempt attempt,
      StoredDataset dataset,
      Optional<Champion> champion,
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
      Optional<Champion> champion,
      ProgressListeners listeners) {
    summary.run(attempt.runId());
    // Before the training, which would be for nothing if it were not there.
    StoredDataset holdout = data.holdout().map(stages::open).orElse(dataset);
    boolean fromChampion = rules.start() == RetrainConfig.Start.CHAMPION;
    stages.train(
        attempt.runId(),
        dataset,
        attempt
            .championVersion()
            .filter(version -> fromChampion)
            .map(version -> registry.uri() + "/" + version + "/" + VersionManifest.MODEL),
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
      Optional<Champion> champion) {
    List<String> reasons = verdict.blessing().reasons();
    String judged = situation.judged(dataset, champion);
    if (!verdict.blessing().blessed()) {
      return end(lease, Outcome.KEPT, reasons, Optional.of(judged));
    }
    String expected = champion.map(Champion::version).orElse(null);
    if (registry.promote(lease, version, expected, reasons, judged)) {
      return summary.promoted(version.version(), reasons);
    }
    return end(
        lease,
        Outcome.KEPT,
        List.of("the champion was changed by a person while the challenger was trained"),
        Optional.empty());
  }

  private RetrainSummary stopped(Lease lease, List<String> reasons) {
    if (rests != null) {
      new Stop(rests, reasons).write(store, registry.name());
    }
    return end(lease, Outcome.STOPPED, reasons, Optional.empty());
  }

  private RetrainSummary end(
      Lease lease, Outcome outcome, List<String> reasons, Optional<String> judged) {
    Note note =
        Note.of(outcome.action(), reasons)
            .about(summary.version())
            .on(summary.dataset(), summary.run());
    judged.ifPresentOrElse(on -> lease.finish(note, on), () -> lease.finish(note));
    return summary.ended(outcome, reasons);
  }
}
