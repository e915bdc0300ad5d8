package io.catwalk.pipeline.ingest;

import io.catwalk.pipeline.config.DatasetConfig;
import io.catwalk.pipeline.dataset.DatasetManifest;
import io.catwalk.pipeline.dataset.DatasetManifest.Duplicates;
import io.catwalk.pipeline.dataset.Example;
import io.catwalk.pipeline.dataset.SourceNotices;
import io.catwalk.pipeline.dataset.Split;
import io.catwalk.pipeline.dataset.StoredDataset;
import io.catwalk.pipeline.ingest.ImageBytes.GivenImage;
import io.catwalk.pipeline.ingest.format.BadImageException;
import io.catwalk.pipeline.ingest.shard.IngestStatistics;
import io.catwalk.pipeline.ingest.shard.IngestedImage;
import io.catwalk.pipeline.ingest.shard.ShardPartitioner;
import io.catwalk.pipeline.ingest.shard.ShardPartitioner.KeyBySha256;
import io.catwalk.pipeline.ingest.source.LabelledImages;
import java.io.Serializable;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.storage.StorageLevel;
import org.apache.spark.util.TaskCompletionListener;

/**
 * The images of a table as a dataset that is stored nowhere: decoded once, in the order that a
 * stored dataset of the same images has, and kept by Spark until closed.
 */
public final class TableImages implements StoredDataset, AutoCloseable {

  private final JavaRDD<IngestedImage> images;
  private final IngestStatistics statistics;
  private final DatasetManifest manifest;

  private TableImages(
      JavaRDD<IngestedImage> images, IngestStatistics statistics, DatasetManifest manifest) {
    this.images = images;
    this.statistics = statistics;
    this.manifest = manifest;
  }

  /**
   * An image with what its row says.
   *
   * @param label index of its class
   */
  public record LabelledImage(GivenImage image, int label, Split split) implements Serializable {}

  /**
   * Decodes all, now.
   *
   * @param classes names in label order
   * @param config tells shape, way of resizing, and the largest image that is decoded
   */
  public static TableImages of(
      JavaRDD<LabelledImage> rows, List<String> classes, DatasetConfig config) {
    int parts = Math.max(1, rows.context().defaultParallelism());
    JavaRDD<IngestedImage> images =
        rows.mapPartitions(new Decode(config))
            .mapToPair(new KeyBySha256())
            .repartitionAndSortWithinPartitions(new ShardPartitioner(parts))
            .values()
            .setName("images of a table")
            .persist(StorageLevel.MEMORY_AND_DISK());
    IngestStatistics statistics =
        IngestStatistics.of(images, classes.size(), config.shape().channels());
    ManifestBuilder builder =
        new ManifestBuilder(
            config,
            new LabelledImages(List.of(), classes, config.format(), SourceNotices.NONE),
            "",
            false);
    return new TableImages(
        images, statistics, builder.build(statistics, Duplicates.NONE, null, SourceNotices.NONE));
  }

  @Override
  public DatasetManifest manifest() {
    return manifest;
  }

  @Override
  public String uri() {
    return "";
  }

  @Override
  public JavaRDD<Example> examples(SparkSession spark, Split split) {
    return images.filter(new In(split)).map(new ToExample());
  }

  /** Images that could not be decoded. */
  public long bad() {
    return statistics.reasons().values().stream().mapToLong(Long::longValue).sum();
  }

  /** The first few of them, with their reasons. */
  public List<String> firstBad() {
    return statistics.firstBad();
  }

  @Override
  public void close() {
    images.unpersist();
  }

  /** Those of a split. */
  private record In(Split split) implements Function<IngestedImage, Boolean> {
    @Override
    public Boolean call(IngestedImage image) {
      return image.split() == split;
    }
  }

  /** The example of an image. */
  private record ToExample() implements Function<IngestedImage, Example> {
    @Override
    public Example call(IngestedImage image) {
      return image.example();
    }
  }

  /** Decodes a partition, with one decoder. */
  private record Decode(DatasetConfig config)
      implements FlatMapFunction<Iterator<LabelledImage>, IngestedImage> {

    @Override
    public Iterator<IngestedImage> call(Iterator<LabelledImage> rows) {
      ImageBytes decoder = new ImageBytes(config.shape(), config.resize(), config.maxMegapixels());
      TaskContext.get().addTaskCompletionListener((TaskCompletionListener) task -> decoder.close());
      Iterable<LabelledImage> all = () -> rows;
      Stream<LabelledImage> stream = StreamSupport.stream(all.spliterator(), false);
      return stream.map(row -> ingested(decoder, row)).iterator();
    }

    private static IngestedImage ingested(ImageBytes decoder, LabelledImage row) {
      GivenImage image = row.image();
      try {
        Example example = decoder.decode(image, row.label());
        return new IngestedImage(
            image.path(),
            row.label(),
            row.split(),
            example.sha256(),
            example.pixels(),
            IngestedImage.hash(example.pixels()),
            0,
            0,
            null,
            null,
            image.content().length,
            Map.of(),
            true);
      } catch (BadImageException e) {
        return new IngestedImage(
            image.name(),
            row.label(),
            null,
            "",
            null,
            null,
            0,
            0,
            e.reason(),
            e.getMessage(),
            image.content().length,
            Map.of(),
            true);
      }
    }
  }
}
