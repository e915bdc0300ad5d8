package io.catwalk.pipeline.ingest.shard;

import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.Function2;

/** Of each partition: its number, the good images that were taken over, and those that are new. */
record CountBuckets() implements Function2<Integer, Iterator<IngestedImage>, Iterator<long[]>> {
  @Override
  public Iterator<long[]> call(Integer bucket, Iterator<IngestedImage> images) {
    long[] counts = {bucket, 0, 0};
    while (images.hasNext()) {
      IngestedImage image = images.next();
      if (image.good()) {
        counts[image.fresh() ? 2 : 1]++;
      }
    }
    return List.of(counts).iterator();
  }
}
