package io.catwalk.pipeline.run;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Which model scores which images.
 *
 * @param images a folder, a file or a glob, on any Hadoop file system
 * @param format of the stored predictions
 * @param out where their folder goes; empty puts it into storage
 * @param show how many predictions to return with the summary, at least 0
 * @param since files that were changed before are left out
 * @param drift whether to measure how far the images are from those that the model was trained on
 * @param batch images of each batch that is added to a table; empty where the result is a folder of
 *     its own
 */
public record PredictionRequest(
    ModelReference model,
    String images,
    Format format,
    Optional<String> out,
    int show,
    Instant since,
    boolean drift,
    OptionalInt batch) {

  /** Before all files. */
  public static final Instant ALWAYS = Instant.MIN;

  /** What predictions are stored as. */
  public enum Format {
    /** A folder of Parquet files. */
    PARQUET,
    /** One table for people and spreadsheets. */
    CSV
  }

  public PredictionRequest {
    if (show < 0) {
      throw new IllegalArgumentException("expected to show 0 or more, found " + show);
    }
    if (batch.isPresent() && batch.getAsInt() < 1) {
      throw new IllegalArgumentException("expected batches of 1 or more, found " + batch);
    }
  }
}
