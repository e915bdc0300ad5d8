package io.catwalk.pipeline.run;

import io.catwalk.pipeline.config.ExperimentConfig;
import io.catwalk.pipeline.ingest.SourceSurvey;
import java.util.Optional;

/**
 * What the command line can start. Each job opens Spark and storage as the configuration says,
 * closes them, and returns what a person or a script wants to know.
 *
 * <p>A failure that the user can mend is a {@link io.catwalk.pipeline.CatwalkException}; anything
 * else is a bug.
 */
public interface Jobs {

  /**
   * Looks at the images that {@code data.source} names; nothing is stored, Spark is not started.
   *
   * @throws io.catwalk.pipeline.CatwalkException (data) when there is no image, or less than two
   *     classes
   */
  SourceSurvey survey(ExperimentConfig config);

  /** Images to a stored dataset; the same input and settings are not read again. */
  IngestSummary ingest(ExperimentConfig config, RunOptions options, ProgressListeners listeners);

  /**
   * Ingest where needed, train, evaluate on the test split, publish the run. A run that was begun
   * before goes on from its last checkpoint.
   */
  RunSummary train(ExperimentConfig config, RunOptions options, ProgressListeners listeners);

  /**
   * What came of a training that is finished already; empty where there is no such run.
   *
   * @param config that it would be trained with now
   * @throws io.catwalk.pipeline.CatwalkException (usage) when the run is one of other data or other
   *     settings
   */
  Optional<FinishedTraining> finished(ExperimentConfig config, String runId);

  /**
   * The configuration of an interrupted training, as HOCON.
   *
   * @param where tells the storage
   * @throws io.catwalk.pipeline.CatwalkException (usage) when the run is finished; (data) when it
   *     has no checkpoints
   */
  String storedConfig(ExperimentConfig where, String runId);

  /**
   * Judges a stored model on the test split of a stored dataset and publishes that as a run of its
   * own.
   */
  RunSummary evaluate(
      EvaluationRequest request,
      ExperimentConfig config,
      RunOptions options,
      ProgressListeners listeners);

  /**
   * Makes a report of a run from its stored files, or an index of all runs of a model. Neither
   * Spark nor a network is started.
   */
  ReportSummary report(ReportRequest request, ExperimentConfig config);

  /** Scores a folder of images whose classes nobody knows into Parquet. */
  PredictSummary predict(
      PredictionRequest request,
      ExperimentConfig config,
      RunOptions options,
      ProgressListeners listeners);

  /** Draws what a stored model sees in an image. Spark is not started. */
  ExplanationSummary explain(
      ExplanationRequest request, ExperimentConfig config, RunOptions options);
}
