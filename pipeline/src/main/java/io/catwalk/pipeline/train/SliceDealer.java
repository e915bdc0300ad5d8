package io.catwalk.pipeline.train;

import org.apache.spark.Partitioner;

/** Sends slice i to partition i. */
final class SliceDealer extends Partitioner {

  private static final long serialVersionUID = 1L;

  private final int slices;

  SliceDealer(int slices) {
    this.slices = slices;
  }

  @Override
  public int numPartitions() {
    return slices;
  }

  @Override
  public int getPartition(Object slice) {
    return (Integer) slice;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SliceDealer dealer && dealer.slices == slices;
  }

  @Override
  public int hashCode() {
    return slices;
  }
}
