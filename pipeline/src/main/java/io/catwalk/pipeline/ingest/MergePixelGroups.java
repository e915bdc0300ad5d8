package io.catwalk.pipeline.ingest;

import org.apache.spark.api.java.function.Function2;

/** Different bytes, same pixels. */
record MergePixelGroups() implements Function2<PixelGroup, PixelGroup, PixelGroup> {
  @Override
  public PixelGroup call(PixelGroup one, PixelGroup other) {
    return one.with(other);
  }
}
