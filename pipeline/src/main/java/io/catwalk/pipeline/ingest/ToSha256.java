package io.catwalk.pipeline.ingest;

import org.apache.spark.api.java.function.Function;

/** The SHA-256 of an image's file. */
record ToSha256() implements Function<IngestedImage, String> {
  @Override
  public String call(IngestedImage image) {
    return image.sha256();
  }
}
