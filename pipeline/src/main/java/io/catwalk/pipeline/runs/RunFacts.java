package io.catwalk.pipeline.runs;

import io.catwalk.pipeline.BuildInfo;
import java.util.Map;

/**
 * What a report tells of {@code run.json}. Older runs lack some of it: what may be null is said.
 *
 * @param schemaVersion of that document
 * @param runId name of the run
 * @param kind {@code train} or {@code evaluate}
 * @param startedAt ISO-8601, UTC
 * @param finishedAt ISO-8601, UTC
 * @param model the network's name
 * @param parametersSha256 of the model's weights
 * @param dataset that it was judged on
 * @param seed of training; null when nothing was trained
 * @param training null when nothing was trained
 * @param seconds stage → wall time
 * @param build which Catwalk
 * @param environment where it ran, name → value
 */
public record RunFacts(
    int schemaVersion,
    String runId,
    String kind,
    String startedAt,
    String finishedAt,
    String model,
    String parametersSha256,
    Dataset dataset,
    Long seed,
    Training training,
    Map<String, Double> seconds,
    BuildInfo build,
    Map<String, Object> environment) {

  static final String FILE = "run.json";
  static final int SCHEMA_VERSION = 1;

  /** What {@code run.json} says of the dataset. */
  public record Dataset(
      String name, String version, String uri, String source, boolean synthetic) {}

  /**
   * What {@code run.json} says of training.
   *
   * @param workers null where the run did not store it, as are the next three
   * @param roundsPerEpoch averagings of an epoch
   */
  public record Training(
      long examples,
      int epochs,
      int bestEpoch,
      double seconds,
      double imagesPerSecond,
      Integer workers,
      Integer averagingFrequency,
      Integer minibatch,
      Integer roundsPerEpoch) {}
}
