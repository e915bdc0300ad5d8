package io.catwalk.pipeline.run;

import io.catwalk.pipeline.config.ExperimentConfig;
import io.catwalk.pipeline.ingest.SourceSurvey;
import io.catwalk.pipeline.predict.PredictSummary;
import io.catwalk.pipeline.report.Report;
import io.catwalk.pipeline.tune.TuneRequest;
import io.catwalk.pipeline.tune.TuneSummary;
import java.util.List;
import java.util.Map;
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
   * Ingest where needed, then trainings with other settings until enough were tried or time is
   * over. What was begun under the same run id goes on.
   */
  TuneSummary tune(TuneRequest request, RunOptions options, ProgressListeners listeners);

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

  /**
   * Which model is judged on what.
   *
   * @param dataset {@code name}, {@code name@version} or the URI of a dataset's folder; empty takes
   *     the one the model was trained on
   */
  record EvaluationRequest(ModelReference model, Optional<String> dataset) {}

  /**
   * Which model is to explain which image.
   *
   * @param image a file, on any Hadoop file system
   * @param layer name of the layer whose feature maps are shown; empty for the last that has some
   * @param className whose score is explained; empty for the most probable class
   * @param out the folder of the pictures; empty puts it into storage
   */
  record ExplanationRequest(
      ModelReference model,
      String image,
      Optional<String> layer,
      Optional<String> className,
      Optional<String> out) {}

  /**
   * What a network sees in an image; as JSON (snake_case) it is what {@code --json} prints.
   *
   * @param model the network's name
   * @param modelFile full URI of {@code model.zip}
   * @param image full URI of the image
   * @param predicted the most probable class
   * @param explained the class that saliency and Grad-CAM speak of
   * @param probabilities class → probability, in the model's order
   * @param layer whose feature maps are shown; null where the network has none
   * @param pictures full URIs
   * @param synthetic the model was trained on drawn pictures
   */
  record ExplanationSummary(
      String model,
      String modelFile,
      String image,
      String predicted,
      String explained,
      Map<String, Double> probabilities,
      String layer,
      List<String> pictures,
      boolean synthetic) {}

  /**
   * What a report says in short, and where it is.
   *
   * @param headline one sentence
   * @param report full URI of the file; null where it goes to stdout
   * @param content of the report, UTF-8
   * @param beside a page that lies beside the report and that it links to
   * @param seconds that it took to make
   */
  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  record ReportSummary(
      String headline,
      String report,
      byte[] content,
      Optional<Report.Page> beside,
      double seconds) {}
}
