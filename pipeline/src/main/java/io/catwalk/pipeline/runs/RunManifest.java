package io.catwalk.pipeline.runs;

import io.catwalk.pipeline.BuildInfo;
import io.catwalk.pipeline.Secrets;
import io.catwalk.pipeline.StoredDocument;
import java.util.Map;

/**
 * Everything that one must know to repeat a run: {@code run.json}. Runs of older versions lack some
 * of it: what may be null is said.
 *
 * @param schemaVersion of this document
 * @param runId name of the run
 * @param kind {@code train} or {@code evaluate}
 * @param startedAt ISO-8601, UTC
 * @param finishedAt ISO-8601, UTC
 * @param model the network's name in the catalog
 * @param parametersSha256 of the model's weights
 * @param dataset what it was judged on and, if it was trained, trained on
 * @param seed of training; null when nothing was trained
 * @param parent the model that training started from; null when it started anew
 * @param teacher the model whose answers it learned; null where there was none
 * @param training null when nothing was trained
 * @param testTimeFlip as {@link EvaluationResult#testTimeFlip}; null in older runs
 * @param seconds stage → wall time
 * @param build which Catwalk
 * @param environment where it ran; null in older runs
 */
public record RunManifest(
    int schemaVersion,
    String runId,
    String kind,
    String startedAt,
    String finishedAt,
    String model,
    String parametersSha256,
    DatasetUsed dataset,
    Long seed,
    Parent parent,
    Parent teacher,
    TrainingFacts training,
    Boolean testTimeFlip,
    Map<String, Double> seconds,
    BuildInfo build,
    RunEnvironment environment)
    implements StoredDocument {

  /** The schema that this version writes. */
  public static final int SCHEMA_VERSION = 1;

  /**
   * @param name of the dataset
   * @param version its content hash
   * @param uri its folder
   * @param source where its images came from
   * @param synthetic drawn, not photographed
   */
  public record DatasetUsed(
      String name, String version, String uri, String source, boolean synthetic) {
    public DatasetUsed {
      uri = Secrets.in(uri);
      source = Secrets.in(source);
    }
  }

  /**
   * @param model full URI of the model
   * @param sha256 of that file, lower-case hex
   * @param frozenUntil name of the last layer that stayed as it was; absent when all were trained
   */
  public record Parent(String model, String sha256, String frozenUntil) {
    public Parent {
      model = Secrets.in(model);
    }
  }

  /**
   * @param examples in the training split
   * @param epochs trained
   * @param bestEpoch whose model was kept, 1-based
   * @param seconds of training alone, without validation
   * @param imagesPerSecond consumed by all workers together
   * @param workers networks that were averaged; null in older runs, as are the next three
   * @param averagingFrequency minibatches of a worker between two averagings
   * @param minibatch examples of a gradient step of a worker
   * @param roundsPerEpoch averagings of an epoch
   * @param validationAccuracy of the best epoch, 0 to 1; null in older runs and where nothing
   *     validates
   */
  public record TrainingFacts(
      long examples,
      int epochs,
      int bestEpoch,
      double seconds,
      double imagesPerSecond,
      Integer workers,
      Integer averagingFrequency,
      Integer minibatch,
      Integer roundsPerEpoch,
      Double validationAccuracy) {}
}
