package io.catwalk.pipeline.ingest;

import io.catwalk.pipeline.ingest.shard.IngestedImage;
import org.apache.spark.api.java.function.Function;

/** Of an image that nobody labelled. */
record ToQuarantinedImage() implements Function<IngestedImage, QuarantinedImage> {
  @Override
  public QuarantinedImage call(IngestedImage image) {
    return new QuarantinedImage(image.path(), "", image.reason(), image.detail(), image.bytes());
  }
}
