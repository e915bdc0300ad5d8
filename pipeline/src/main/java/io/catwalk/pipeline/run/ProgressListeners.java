package io.catwalk.pipeline.run;

import io.catwalk.pipeline.ingest.IngestListener;
import io.catwalk.pipeline.train.TrainingListener;

/** Who hears how a job gets on. */
public record ProgressListeners(IngestListener ingest, TrainingListener training) {

  /** Nobody. */
  public static final ProgressListeners SILENT =
      new ProgressListeners(IngestListener.SILENT, TrainingListener.SILENT);

  /** Another that hears of the training. */
  ProgressListeners with(TrainingListener other) {
    return new ProgressListeners(ingest, other);
  }
}
