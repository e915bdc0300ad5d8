package io.catwalk.pipeline.ingest;

import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import org.apache.spark.api.java.function.PairFlatMapFunction;
import scala.Tuple2;

/** Pixel hash → files with the same bytes. */
record GroupByBytes() implements PairFlatMapFunction<Iterator<IngestedImage>, String, PixelGroup> {
  @Override
  public Iterator<Tuple2<String, PixelGroup>> call(Iterator<IngestedImage> images) {
    Map<String, Tuple2<String, PixelGroup>> bySha256 = new HashMap<>();
    while (images.hasNext()) {
      IngestedImage image = images.next();
      bySha256.merge(
          image.sha256(),
          new Tuple2<>(image.pixelHash(), PixelGroup.of(image)),
          (one, other) -> new Tuple2<>(one._1, one._2.withTwin(other._2)));
    }
    return bySha256.values().iterator();
  }
}
