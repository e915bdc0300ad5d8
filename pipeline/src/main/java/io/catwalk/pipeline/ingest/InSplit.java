package io.catwalk.pipeline.ingest;

import org.apache.spark.api.java.function.Function;

/** GoodImages images of one split. */
record InSplit(Split split) implements Function<IngestedImage, Boolean> {
  @Override
  public Boolean call(IngestedImage image) {
    return image.split() == split;
  }
}
