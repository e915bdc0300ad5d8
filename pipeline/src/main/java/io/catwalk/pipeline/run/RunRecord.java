package io.catwalk.pipeline.run;

import io.catwalk.pipeline.BuildInfo;
import io.catwalk.pipeline.config.ComputeConfig;
import io.catwalk.pipeline.config.TrainingConfig;
import io.catwalk.pipeline.dataset.DatasetManifest;
import io.catwalk.pipeline.dataset.StoredDataset;
import io.catwalk.pipeline.runs.EvaluationResult;
import io.catwalk.pipeline.runs.RunManifest;
import io.catwalk.pipeline.train.TrainingResult;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.apache.spark.sql.SparkSession;

/** Gathers a {@link RunManifest} while a job runs. */
final class RunRecord {

  private final String runId;
  private final String kind;
  private final ComputeConfig compute;
  private final Instant started = Instant.now();
  private RunManifest.Parent parent;
  private RunManifest.Parent teacher;
  private Long seed;
  private RunManifest.TrainingFacts training;

  /**
   * @param kind {@code train} or {@code evaluate}
   * @param compute what computes it
   */
  RunRecord(String runId, String kind, ComputeConfig compute) {
    this.runId = runId;
    this.kind = kind;
    this.compute = compute;
  }

  /** Training starts from a stored model. */
  void startedFrom(RunManifest.Parent model) {
    parent = model;
  }

  /** Training learns the answers of a stored model. */
  void taughtBy(RunManifest.Parent model) {
    teacher = model;
  }

  /** There was a training. */
  void trained(TrainingConfig settings, TrainingResult result) {
    seed = settings.seed();
    training = facts(settings, result);
  }

  RunManifest finish(
      SparkSession spark, StoredDataset dataset, EvaluationResult result, Stopwatch watch) {
    DatasetManifest manifest = dataset.manifest();
    return new RunManifest(
        RunManifest.SCHEMA_VERSION,
        runId,
        kind,
        started.truncatedTo(ChronoUnit.SECONDS).toString(),
        Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
        result.model(),
        result.parametersSha256(),
        new RunManifest.DatasetUsed(
            manifest.name(),
            manifest.version(),
            dataset.uri(),
            manifest.source(),
            manifest.synthetic()),
        seed,
        parent,
        teacher,
        training,
        result.testTimeFlip(),
        watch.seconds(),
        BuildInfo.read(),
        Surroundings.of(spark, compute));
  }

  private static Double validationAccuracy(TrainingResult training) {
    double accuracy = training.history().get(training.bestEpoch() - 1).validationAccuracy();
    return Double.isNaN(accuracy) ? null : accuracy;
  }

  private static RunManifest.TrainingFacts facts(TrainingConfig settings, TrainingResult training) {
    // As many as the last epoch had.
    int rounds =
        settings
            .averaging()
            .rounds(
                training.examples(), settings.workers(), settings.minibatch(), settings.epochs());
    return new RunManifest.TrainingFacts(
        training.examples(),
        training.history().size(),
        training.bestEpoch(),
        training.seconds(),
        training.imagesPerSecond(),
        settings.workers(),
        settings.averaging().frequency(),
        settings.minibatch(),
        rounds,
        validationAccuracy(training));
  }
}
