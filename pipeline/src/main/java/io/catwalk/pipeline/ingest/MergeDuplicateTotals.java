package io.catwalk.pipeline.ingest;

import org.apache.spark.api.java.function.Function2;

/** Joins what two parts of a dataset told. */
record MergeDuplicateTotals()
    implements Function2<DuplicateTotals, DuplicateTotals, DuplicateTotals> {
  @Override
  public DuplicateTotals call(DuplicateTotals totals, DuplicateTotals other) {
    return totals.merge(other);
  }
}
