package io.catwalk.pipeline.ingest;

import org.apache.spark.api.java.function.Function;

/** Images that test. */
record InTest() implements Function<IngestedImage, Boolean> {
  @Override
  public Boolean call(IngestedImage image) {
    return image.split() == Split.TEST;
  }
}
