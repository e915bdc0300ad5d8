package io.catwalk.pipeline.ingest;

import io.catwalk.pipeline.ingest.shard.IngestedImage;
import org.apache.spark.api.java.function.Function;

/** GoodImages images. */
record GoodImages() implements Function<IngestedImage, Boolean> {
  @Override
  public Boolean call(IngestedImage image) {
    return image.good();
  }
}
