package io.catwalk.pipeline.ingest;

import org.apache.spark.api.java.function.Function2;

/** How Spark adds up {@link IngestStatistics}. */
final class StatisticsSteps {

  private StatisticsSteps() {}

  /** One more image. */
  record Add() implements Function2<IngestStatistics, IngestedImage, IngestStatistics> {
    @Override
    public IngestStatistics call(IngestStatistics sum, IngestedImage image) {
      return sum.add(image);
    }
  }

  /** Two parts. */
  record Merge() implements Function2<IngestStatistics, IngestStatistics, IngestStatistics> {
    @Override
    public IngestStatistics call(IngestStatistics sum, IngestStatistics other) {
      return sum.merge(other);
    }
  }
}
