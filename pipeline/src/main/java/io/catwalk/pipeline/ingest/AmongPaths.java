package io.catwalk.pipeline.ingest;

import io.catwalk.pipeline.ingest.shard.HashTable;
import io.catwalk.pipeline.ingest.shard.IngestedImage;
import org.apache.spark.api.java.function.Function;

/** Images with one of these paths. */
record AmongPaths(HashTable paths) implements Function<IngestedImage, Boolean> {
  @Override
  public Boolean call(IngestedImage image) {
    return paths.contains(image.path());
  }
}
