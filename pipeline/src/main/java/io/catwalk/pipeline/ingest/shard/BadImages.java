package io.catwalk.pipeline.ingest.shard;

import org.apache.spark.api.java.function.Function;

/** Images that were left out. */
public record BadImages() implements Function<IngestedImage, Boolean> {
  @Override
  public Boolean call(IngestedImage image) {
    return !image.good();
  }
}
