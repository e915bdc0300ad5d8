package io.catwalk.pipeline.ingest.shard;

import io.catwalk.pipeline.dataset.Example;
import io.catwalk.pipeline.dataset.ShardRows;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/**
 * Those of the images that could be decoded.
 *
 * @param images good and bad ones
 */
public record GoodImages(JavaRDD<IngestedImage> images) {

  /** As a network takes them. */
  public JavaRDD<Example> examples() {
    return images.filter(new Good()).map(new ToExample());
  }

  /** What is known of them beside their pixels: {@link ShardRows#FACTS}. */
  public JavaRDD<Row> facts() {
    return images.filter(new Good()).map(new ToFacts());
  }

  private record Good() implements Function<IngestedImage, Boolean> {
    @Override
    public Boolean call(IngestedImage image) {
      return image.good();
    }
  }

  private record ToExample() implements Function<IngestedImage, Example> {
    @Override
    public Example call(IngestedImage image) {
      return image.example();
    }
  }

  private record ToFacts() implements Function<IngestedImage, Row> {
    @Override
    public Row call(IngestedImage image) {
      return RowFactory.create(
          image.sha256(),
          image.path(),
          image.sourceWidth(),
          image.sourceHeight(),
          image.brightness());
    }
  }
}
