package io.catwalk.pipeline.ingest;

import java.util.Set;
import org.apache.spark.api.java.function.Function;

/** Good images of one split that belong to shards which must be written. */
record InBuckets(Split split, Set<Integer> written, ShardPartitioner buckets)
    implements Function<IngestedImage, Boolean> {
  @Override
  public Boolean call(IngestedImage image) {
    return image.split() == split && written.contains(buckets.getPartition(image.sha256()));
  }
}
