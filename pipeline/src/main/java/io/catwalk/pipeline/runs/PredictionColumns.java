package io.catwalk.pipeline.runs;

/**
 * The columns of {@code predictions.parquet}: a folder of Parquet files, whose rows stand in the
 * order of the files' names. Tables of older versions lack what is known of the image.
 */
public final class PredictionColumns {

  /** String: where the image came from, relative to its source. */
  public static final String PATH = "path";

  /** String: of the image's file, lower-case hex. */
  public static final String SHA256 = "sha256";

  /** String: the name of the image's class, null where it is not known. */
  public static final String ACTUAL = "actual";

  /** Int: its index in label order, null where it is not known. */
  public static final String ACTUAL_INDEX = "actual_index";

  /** String: the name of the most probable class. */
  public static final String PREDICTED = "predicted";

  /** Int: its index in label order. */
  public static final String PREDICTED_INDEX = "predicted_index";

  /** Boolean: whether both are the same, null where the actual one is not known. */
  public static final String CORRECT = "correct";

  /** Array of float: one a class, in label order. */
  public static final String PROBABILITIES = "probabilities";

  /** Int: of the image, null where it is not known, as are the next three. */
  public static final String SOURCE_WIDTH = "source_width";

  /** Int. */
  public static final String SOURCE_HEIGHT = "source_height";

  /** Double, 0 to 1. */
  public static final String BRIGHTNESS = "brightness";

  /** Map of string to string. */
  public static final String ATTRIBUTES = "attributes";

  /**
   * String: SHA-256 of the weights that predicted it; only in a table to which several jobs add.
   */
  public static final String PARAMETERS_SHA256 = "parameters_sha256";

  private PredictionColumns() {}
}
