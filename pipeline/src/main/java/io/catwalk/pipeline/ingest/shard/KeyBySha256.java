package io.catwalk.pipeline.ingest.shard;

import org.apache.spark.api.java.function.PairFunction;
import scala.Tuple2;

/** The key by which {@link ShardPartitioner} divides and shards are sorted. */
public record KeyBySha256() implements PairFunction<IngestedImage, String, IngestedImage> {

  @Override
  public Tuple2<String, IngestedImage> call(IngestedImage image) {
    return new Tuple2<>(image.sha256() + "\0" + image.path(), image);
  }
}
