package io.catwalk.pipeline.ingest;

import org.apache.spark.api.java.function.Function2;

/** Adds one image to what is known of a dataset. */
record AddToStatistics() implements Function2<IngestStatistics, IngestedImage, IngestStatistics> {
  @Override
  public IngestStatistics call(IngestStatistics sum, IngestedImage image) {
    return sum.add(image);
  }
}
