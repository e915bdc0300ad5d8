package io.catwalk.pipeline.run;

import io.catwalk.pipeline.BuildInfo;
import io.catwalk.pipeline.evaluate.EvaluationResult;
import io.catwalk.pipeline.ingest.DatasetManifest;
import io.catwalk.pipeline.ingest.StoredDataset;
import io.catwalk.pipeline.train.TrainingResult;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.apache.spark.sql.SparkSession;

/** Gathers a {@link RunManifest} while a job runs. */
final class RunRecord {

  private final String runId;
  private final String kind;
  private final Instant started = Instant.now();

  /**
   * @param kind {@code train} or {@code evaluate}
   */
  RunRecord(String runId, String kind) {
    this.runId = runId;
    this.kind = kind;
  }

  /**
   * @param seed of training; null when nothing was trained
   * @param training null when nothing was trained
   */
  RunManifest finish(
      SparkSession spark,
      StoredDataset dataset,
      EvaluationResult result,
      Long seed,
      TrainingResult training,
      Stopwatch watch) {
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
        training == null ? null : facts(training),
        watch.seconds(),
        BuildInfo.read(),
        RunEnvironment.of(spark));
  }

  private static RunManifest.TrainingFacts facts(TrainingResult training) {
    return new RunManifest.TrainingFacts(
        training.examples(),
        training.history().size(),
        training.bestEpoch(),
        training.seconds(),
        training.imagesPerSecond());
  }
}
