package io.catwalk.pipeline.ingest;

import org.apache.spark.api.java.function.Function2;

/** One more group. */
record AddPixelGroup() implements Function2<DuplicateTotals, PixelGroup, DuplicateTotals> {
  @Override
  public DuplicateTotals call(DuplicateTotals totals, PixelGroup group) {
    return totals.add(group);
  }
}
