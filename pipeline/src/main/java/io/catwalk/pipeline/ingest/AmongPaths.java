package io.catwalk.pipeline.ingest;

import org.apache.spark.api.java.function.Function;

/** Images with one of these paths. */
record AmongPaths(HashTable paths) implements Function<IngestedImage, Boolean> {
  @Override
  public Boolean call(IngestedImage image) {
    return paths.contains(image.path());
  }
}
