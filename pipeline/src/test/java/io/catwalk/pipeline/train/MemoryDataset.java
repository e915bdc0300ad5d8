package io.catwalk.pipeline.train;

import io.catwalk.models.ImageShape;
import io.catwalk.pipeline.dataset.DatasetManifest;
import io.catwalk.pipeline.dataset.Example;
import io.catwalk.pipeline.dataset.SourceNotices;
import io.catwalk.pipeline.dataset.Split;
import io.catwalk.pipeline.dataset.StoredDataset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/**
 * A dataset that was never stored: dark images of class 0 and bright ones of class 1, with noise.
 */
public record MemoryDataset(int train, int validation, ImageShape shape) implements StoredDataset {

  @Override
  public DatasetManifest manifest() {
    Map<String, Map<String, Long>> counts =
        Map.of("train", halves(train), "validation", halves(validation), "test", Map.of());
    return new DatasetManifest(
        1,
        "memory",
        "0123456789abcdef",
        List.of("dark", "bright"),
        shape,
        "fit",
        counts,
        channels(0.5),
        channels(0.25),
        "memory",
        "folders",
        "",
        true,
        Map.of(),
        DatasetManifest.Duplicates.NONE,
        Map.of(),
        "test",
        "",
        null,
        SourceNotices.NONE);
  }

  private List<Double> channels(double value) {
    return java.util.Collections.nCopies(shape.channels(), value);
  }

  private static Map<String, Long> halves(int examples) {
    return Map.of("dark", (examples + 1L) / 2, "bright", examples / 2L);
  }

  @Override
  public String uri() {
    return "memory:";
  }

  @Override
  public JavaRDD<Example> examples(SparkSession spark, Split split) {
    int n = split == Split.TRAIN ? train : split == Split.VALIDATION ? validation : 0;
    List<Example> examples = new ArrayList<>();
    Random random = new Random(split.ordinal());
    for (int i = 0; i < n; i++) {
      byte[] pixels = new byte[shape.values()];
      for (int p = 0; p < pixels.length; p++) {
        pixels[p] = (byte) ((i % 2) * 100 + random.nextInt(100));
      }
      examples.add(new Example(pixels, i % 2, "image-" + i, Integer.toHexString(i)));
    }
    return JavaSparkContext.fromSparkContext(spark.sparkContext()).parallelize(examples, 3);
  }
}
