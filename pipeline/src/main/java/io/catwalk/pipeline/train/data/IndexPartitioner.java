package io.catwalk.pipeline.train.data;

import org.apache.spark.Partitioner;

/** Sends index i to partition i mod W; with as many indexes as partitions, to its own. */
public final class IndexPartitioner extends Partitioner {

  private static final long serialVersionUID = 1L;

  private final int workers;

  public IndexPartitioner(int workers) {
    this.workers = workers;
  }

  @Override
  public int numPartitions() {
    return workers;
  }

  @Override
  public int getPartition(Object index) {
    return (int) (((Number) index).longValue() % workers);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof IndexPartitioner same && same.workers == workers;
  }

  @Override
  public int hashCode() {
    return workers;
  }
}
