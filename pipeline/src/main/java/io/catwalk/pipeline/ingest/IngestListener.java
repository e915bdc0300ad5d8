package io.catwalk.pipeline.ingest;

import io.catwalk.pipeline.dataset.DatasetManifest;

/** Told, on the driver, how ingest gets on. */
public interface IngestListener {

  /** Hears nothing. */
  IngestListener SILENT = new IngestListener() {};

  /**
   * @param images that will be read
   */
  default void started(long images) {}

  /**
   * @param done images read so far, quarantined ones among them; never less than before
   */
  default void advanced(long done) {}

  /**
   * @param text of what is not as one would expect, in a sentence
   */
  default void warned(String text) {}

  /**
   * @param reused true when the dataset was there already and nothing was read
   */
  default void finished(DatasetManifest manifest, boolean reused) {}
}
