package io.catwalk.pipeline.ingest;

import io.catwalk.pipeline.dataset.Example;
import io.catwalk.pipeline.ingest.shard.IngestedImage;
import org.apache.spark.api.java.function.Function;

/** The example of an image. */
record ToUnstoredExample() implements Function<IngestedImage, Example> {
  @Override
  public Example call(IngestedImage image) {
    return image.example();
  }
}
