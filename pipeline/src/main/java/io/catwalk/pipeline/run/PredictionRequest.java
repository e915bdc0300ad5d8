package io.catwalk.pipeline.run;

/**
 * Which model scores which images. Exactly one of run and model is given.
 *
 * @param run a run's id in storage or its URI; null when a model is named
 * @param model path or URI of a {@code model.zip}; null when a run is named
 * @param images a folder, a file or a glob, on any Hadoop file system
 * @param format of the stored predictions
 * @param out where their folder goes; null puts it into storage
 * @param show how many predictions to return with the summary, at least 0
 */
public record PredictionRequest(
    String run, String model, String images, Format format, String out, int show) {

  /** What predictions are stored as. */
  public enum Format {
    /** A folder of Parquet files. */
    PARQUET,
    /** One table for people and spreadsheets. */
    CSV
  }

  public PredictionRequest {
    if ((run == null) == (model == null)) {
      throw new IllegalArgumentException("expected either a run or a model");
    }
    if (show < 0) {
      throw new IllegalArgumentException("expected to show 0 or more, found " + show);
    }
  }
}
