package io.catwalk.pipeline.ingest.shard;

import io.catwalk.pipeline.dataset.StoredDataset;
import java.util.Objects;
import java.util.Optional;
import org.apache.spark.Partitioner;
import org.apache.spark.api.java.function.PairFunction;
import scala.Tuple2;

/**
 * Sends a row to the bucket of its SHA-256: ranges of equal width, so that buckets in order hold
 * hashes in order.
 */
public final class ShardPartitioner extends Partitioner {

  private static final long serialVersionUID = 1L;
  public static final long SHARD_BYTES = 64L << 20;

  private final int buckets;

  /**
   * @param buckets at least 1
   */
  public ShardPartitioner(int buckets) {
    this.buckets = buckets;
  }

  /** As many as give shards of about 64 MB. */
  public static ShardPartitioner forBytes(long bytes) {
    return forBytes(bytes, SHARD_BYTES);
  }

  private static ShardPartitioner forBytes(long bytes, long shard) {
    return new ShardPartitioner((int) Math.min(100_000, 1 + (bytes - 1) / shard));
  }

  /** As many as a dataset before has, as long as its shards do not become too large. */
  public static ShardPartitioner forBytes(long bytes, Optional<StoredDataset> before, long shard) {
    int buckets = before.map(dataset -> dataset.manifest().growth().buckets()).orElse(0);
    return buckets > 0 && bytes / buckets <= 2 * shard
        ? new ShardPartitioner(buckets)
        : forBytes(bytes, shard);
  }

  @Override
  public int numPartitions() {
    return buckets;
  }

  /**
   * @param key SHA-256 in hex, and what {@link KeyBySha256} puts behind it; none goes first
   */
  @Override
  public int getPartition(Object key) {
    String hex = (String) key;
    boolean none = hex.isEmpty() || hex.charAt(0) == 0;
    return none ? 0 : (int) ((Long.parseLong(hex, 0, 8, 16) * buckets) >>> 32);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ShardPartitioner that && that.buckets == buckets;
  }

  @Override
  public int hashCode() {
    return Objects.hash(buckets);
  }

  /** The key by which {@link ShardPartitioner} divides and shards are sorted. */
  public record KeyBySha256() implements PairFunction<IngestedImage, String, IngestedImage> {

    @Override
    public Tuple2<String, IngestedImage> call(IngestedImage image) {
      return new Tuple2<>(image.sha256() + "\0" + image.path(), image);
    }
  }
}
