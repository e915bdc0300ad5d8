package io.catwalk.pipeline.ingest.shard;

import io.catwalk.pipeline.dataset.Example;
import org.apache.spark.api.java.function.Function;

/** The bucket of an example. */
record ToBucket(ShardPartitioner buckets) implements Function<Example, Integer> {
  @Override
  public Integer call(Example example) {
    return buckets.getPartition(example.sha256());
  }
}
