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
import io.catwalk.pipeline.ingest.source.LabelledImages;
import java.io.Serializable;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.api.java.function.Function2;
import org.apache.spark.api.java.function.PairFunction;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.storage.StorageLevel;
import org.apache.spark.util.TaskCompletionListener;
import scala.Tuple2;

/**
 * The images of a table as a dataset that is stored nowhere: decoded once, in the order that a
 * stored dataset of the same images has, and kept by Spark until closed.
 */
public final class TableImages implements StoredDataset, AutoCloseable {

  /** More labels than these are no classes. */
  public static final int MOST_CLASSES = 10_000;

  private static final int UNKNOWN = -1;
  private static final String WEIGHT = "weight";

  private final JavaRDD<Decoded> kept;
  private final JavaRDD<IngestedImage> images;
  private final IngestStatistics statistics;
  private final DatasetManifest manifest;

  private TableImages(
      JavaRDD<Decoded> kept,
      JavaRDD<IngestedImage> images,
      IngestStatistics statistics,
      DatasetManifest manifest) {
    this.kept = kept;
    this.images = images;
    this.statistics = statistics;
    this.manifest = manifest;
  }

  /**
   * An image with what its row says.
   *
   * @param label its class, in the row's words
   * @param weight as in {@link Example#weight}
   */
  public record LabelledImage(GivenImage image, String label, Split split, float weight)
      implements Serializable {

    /** What tells a dataset from the same one with other weights. */
    private Map<String, String> attributes() {
      return weight == 1 ? Map.of() : Map.of(WEIGHT, Float.toString(weight));
    }
  }

  /**
   * What labels mean.
   *
   * @param classes names in label order
   * @param indexes label, in the rows' words → index of its class
   */
  public record LabelIndexes(List<String> classes, Map<String, Integer> indexes)
      implements Serializable {}

  /**
   * Decodes all, now. The table is read once, so that its classes are known only afterwards.
   *
   * @param labels given all labels that there are, or some more than {@link #MOST_CLASSES} of them,
   *     says what they mean; what it throws is passed on
   * @param config tells shape, way of resizing, and the largest image that is decoded
   */
  public static TableImages of(
      JavaRDD<LabelledImage> rows,
      java.util.function.Function<Set<String>, LabelIndexes> labels,
      DatasetConfig config) {
    int parts = Math.max(1, rows.context().defaultParallelism());
    JavaRDD<Decoded> kept =
        rows.mapPartitions(new Decode(config))
            .mapToPair(new InOrder())
            .repartitionAndSortWithinPartitions(new ShardPartitioner(parts))
            .values()
            .setName("images of a table")
            .persist(StorageLevel.MEMORY_AND_DISK());
    try {
      return of(
          kept, labels.apply(kept.treeAggregate(new HashSet<>(), new Add(), new Merge())), config);
    } catch (Exception e) { // Spark throws what its methods do not declare.
      kept.unpersist();
      throw e;
    }
  }

  private static TableImages of(JavaRDD<Decoded> kept, LabelIndexes labels, DatasetConfig config) {
    JavaRDD<IngestedImage> images = kept.map(new Labelled(labels.indexes()));
    IngestStatistics statistics =
        IngestStatistics.of(images, labels.classes().size(), config.shape().channels());
    ManifestBuilder builder =
        new ManifestBuilder(
            config,
            new LabelledImages(List.of(), labels.classes(), config.format(), SourceNotices.NONE),
            "",
            false);
    return new TableImages(
        kept,
        images,
        statistics,
        builder.build(statistics, Duplicates.NONE, null, SourceNotices.NONE));
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
    kept.unpersist();
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
      String weight = image.attributes().get(WEIGHT);
      return weight == null ? image.example() : image.example().weighing(Float.parseFloat(weight));
    }
  }

  /**
   * An image whose class is not numbered yet.
   *
   * @param image with label -1
   */
  private record Decoded(IngestedImage image, String label) implements Serializable {}

  /**
   * As stored datasets are sorted. Of the same file in many rows, which may bear no path, that with
   * the first label comes first: Spark delivers them in any order.
   */
  private record InOrder() implements PairFunction<Decoded, String, Decoded> {
    @Override
    public Tuple2<String, Decoded> call(Decoded row) {
      IngestedImage image = row.image();
      String split = image.good() ? image.split().id() : "";
      String weight = image.attributes().getOrDefault(WEIGHT, "");
      return new Tuple2<>(
          String.join("\0", image.sha256(), image.path(), row.label(), split, weight), row);
    }
  }

  /** Another label. */
  private record Add() implements Function2<HashSet<String>, Decoded, HashSet<String>> {
    @Override
    public HashSet<String> call(HashSet<String> labels, Decoded row) {
      if (labels.size() <= MOST_CLASSES) {
        labels.add(row.label());
      }
      return labels;
    }
  }

  /** Of two parts. */
  private record Merge() implements Function2<HashSet<String>, HashSet<String>, HashSet<String>> {
    @Override
    public HashSet<String> call(HashSet<String> labels, HashSet<String> more) {
      if (labels.size() <= MOST_CLASSES) {
        labels.addAll(more);
      }
      return labels;
    }
  }

  /** Numbers classes. */
  private record Labelled(Map<String, Integer> indexes)
      implements Function<Decoded, IngestedImage> {
    @Override
    public IngestedImage call(Decoded row) {
      return row.image().labelled(indexes.get(row.label()));
    }
  }

  /** Decodes a partition, with one decoder. */
  private record Decode(DatasetConfig config)
      implements FlatMapFunction<Iterator<LabelledImage>, Decoded> {

    @Override
    public Iterator<Decoded> call(Iterator<LabelledImage> rows) {
      ImageBytes decoder = new ImageBytes(config.shape(), config.resize(), config.maxMegapixels());
      TaskContext.get().addTaskCompletionListener((TaskCompletionListener) task -> decoder.close());
      return new Iterator<>() {
        @Override
        public boolean hasNext() {
          return rows.hasNext();
        }

        @Override
        public Decoded next() {
          LabelledImage row = rows.next();
          return new Decoded(ingested(decoder, row), row.label());
        }
      };
    }

    private static IngestedImage ingested(ImageBytes decoder, LabelledImage row) {
      GivenImage image = row.image();
      try {
        Example example = decoder.decode(image, UNKNOWN);
        return new IngestedImage(
            image.path(),
            UNKNOWN,
            row.split(),
            example.sha256(),
            example.pixels(),
            IngestedImage.hash(example.pixels()),
            0,
            0,
            null,
            null,
            image.content().length,
            row.attributes(),
            true);
      } catch (BadImageException e) {
        return new IngestedImage(
            image.name(),
            UNKNOWN,
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
