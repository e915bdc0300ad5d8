package io.catwalk.pipeline.ingest;

import org.apache.spark.api.java.function.Function2;

/** Joins what two parts of a dataset told. */
record MergeStatistics()
    implements Function2<IngestStatistics, IngestStatistics, IngestStatistics> {
  @Override
  public IngestStatistics call(IngestStatistics sum, IngestStatistics other) {
    return sum.merge(other);
  }
}
