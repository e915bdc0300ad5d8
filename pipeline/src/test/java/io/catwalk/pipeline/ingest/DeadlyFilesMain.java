package io.catwalk.pipeline.ingest;

import io.catwalk.pipeline.config.DatasetConfig.SplitRule;
import io.catwalk.pipeline.dataset.Split;
import io.catwalk.pipeline.ingest.entry.SourceImage;
import io.catwalk.pipeline.ingest.source.SourceListing;
import io.catwalk.pipeline.ingest.source.SplitAssignment;
import io.catwalk.pipeline.storage.HadoopStorage;
import io.catwalk.pipeline.storage.SourceFiles;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/** Decodes a folder with {@link KillingDecoders} on a Spark and prints what became of each file. */
final class DeadlyFilesMain {

  private DeadlyFilesMain() {}

  /**
   * @param arguments a Spark master and the folder
   */
  public static void main(String... arguments) {
    SparkSession.Builder builder =
        SparkSession.builder()
            .master(arguments[0])
            .config("spark.ui.enabled", "false")
            .config("spark.executor.extraClassPath", System.getProperty("java.class.path"));
    try (SparkSession spark = builder.getOrCreate()) {
      spark.sparkContext().setLogLevel("ERROR");
      SourceFiles files = HadoopStorage.ofSpark(Map.of()).sources();
      SourceListing listing = SourceListing.of(files, files.list(arguments[1]), "");
      List<SourceImage> images = new ArrayList<>();
      listing
          .located()
          .forEach(l -> images.add(new SourceImage(l.container(), l.entry(), 0, Split.TRAIN)));
      List<ImageBatch> batches =
          List.of(
              new ImageBatch(images.get(0).container(), images.subList(0, images.size() / 2)),
              new ImageBatch(
                  images.get(0).container(), images.subList(images.size() / 2, images.size())));
      DecodeBatches decode =
          new DecodeBatches(
              files,
              new KillingDecoders(),
              new SplitAssignment(SplitRule.FILE, 0, 0, 0),
              ImageCounts.of(spark));
      JavaSparkContext.fromSparkContext(spark.sparkContext())
          .parallelize(batches, 2)
          .mapPartitions(decode)
          .collect()
          .forEach(i -> System.out.println("= " + i.path() + " " + i.reason()));
    }
  }
}
