package io.catwalk.pipeline.ingest;

import java.util.Objects;
import org.apache.spark.Partitioner;

/**
 * Sends a row to the bucket of its SHA-256: ranges of equal width, so that buckets in order hold
 * hashes in order.
 */
final class ShardPartitioner extends Partitioner {

  private static final long serialVersionUID = 1L;
  private static final long SHARD_BYTES = 64L << 20;

  private final int buckets;

  ShardPartitioner(int buckets) {
    this.buckets = buckets;
  }

  /** As many as give shards of about 64 MB. */
  static ShardPartitioner forBytes(long bytes) {
    return new ShardPartitioner((int) Math.min(100_000, 1 + (bytes - 1) / SHARD_BYTES));
  }

  @Override
  public int numPartitions() {
    return buckets;
  }

  /**
   * @param sha256 hex; empty goes first
   */
  @Override
  public int getPartition(Object sha256) {
    String hex = (String) sha256;
    return hex.isEmpty() ? 0 : (int) ((Long.parseLong(hex, 0, 8, 16) * buckets) >>> 32);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ShardPartitioner that && that.buckets == buckets;
  }

  @Override
  public int hashCode() {
    return Objects.hash(buckets);
  }
}
