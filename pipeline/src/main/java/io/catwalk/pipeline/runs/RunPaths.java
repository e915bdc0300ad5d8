package io.catwalk.pipeline.runs;

/** Where a run is in a storage, and the names of its files. */
public final class RunPaths {

  /** The folder of all runs. */
  public static final String ROOT = "runs";

  /** The network with its card. */
  public static final String MODEL = "model.zip";

  /** {@link RunManifest}. */
  public static final String RUN = "run.json";

  /** {@link EvaluationResult}. */
  public static final String METRICS = "metrics.json";

  /** {@link History}; where nothing was trained there is none. */
  public static final String HISTORY = "history.csv";

  /** {@link PredictionColumns}: a folder of Parquet files. */
  public static final String PREDICTIONS = "predictions.parquet";

  /** {@link ExampleGallery}. */
  public static final String EXAMPLES = "examples.json";

  /** As {@link #PREDICTIONS}, of the validation split. */
  public static final String VALIDATION_PREDICTIONS = "validation-predictions.parquet";

  /**
   * As {@link #PREDICTIONS}, of the training split, each by a network that did not learn from it.
   */
  public static final String OUT_OF_FOLD_PREDICTIONS = "out-of-fold-predictions.parquet";

  /** {@link LabelErrors}. */
  public static final String LABEL_ERRORS = "label-errors.json";

  /** {@link LabelErrorTable}. */
  public static final String LABEL_ERROR_TABLE = "label-errors.csv";

  /** The dataset's manifest, as the run found it. */
  public static final String DATASET = "dataset.json";

  /** Every setting, as HOCON. */
  public static final String CONFIGURATION = "effective.conf";

  /** {@link Drift}; where nothing was new beside a champion there is none. */
  public static final String DRIFT = "drift.json";

  /** The page for people. */
  public static final String REPORT = "report.html";

  private RunPaths() {}

  /** A run's folder, relative to the storage's root. */
  public static String folder(String runId) {
    return ROOT + "/" + runId;
  }
}
