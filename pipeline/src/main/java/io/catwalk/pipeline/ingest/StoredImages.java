package io.catwalk.pipeline.ingest;

import io.catwalk.pipeline.columns.LongColumn;
import io.catwalk.pipeline.columns.Selection;
import io.catwalk.pipeline.config.DatasetConfig;
import io.catwalk.pipeline.dataset.Example;
import io.catwalk.pipeline.dataset.Example.ImageFacts;
import io.catwalk.pipeline.dataset.HashTable;
import io.catwalk.pipeline.dataset.ParquetDataset;
import io.catwalk.pipeline.dataset.QuarantineReason;
import io.catwalk.pipeline.dataset.ShardRows;
import io.catwalk.pipeline.dataset.Split;
import io.catwalk.pipeline.dataset.StoredDataset;
import io.catwalk.pipeline.ingest.entry.Origins;
import io.catwalk.pipeline.ingest.entry.SourceImage;
import io.catwalk.pipeline.ingest.shard.IngestedImage;
import io.catwalk.pipeline.ingest.source.LabelledImages;
import io.catwalk.pipeline.storage.ArtifactStore;
import io.catwalk.pipeline.storage.Location;
import io.catwalk.pipeline.storage.SourceFiles.SourceFile;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;

/**
 * What of a source need not be read again because a dataset before holds it: images whose file,
 * label and given split are as they were. That is told from the listing: path, length and time of
 * change of the file that holds them.
 */
final class StoredImages {

  static final String KNOWN = "known.bin";
  static final String TESTED = "tested.bin";

  private final SparkSession spark;
  private final Optional<StoredDataset> base;
  private final List<SourceImage> missing;
  private final HashTable kept;

  private StoredImages(
      SparkSession spark, Optional<StoredDataset> base, List<SourceImage> missing, HashTable kept) {
    this.spark = spark;
    this.base = base;
    this.missing = missing;
    this.kept = kept;
  }

  /**
   * @param base the dataset before, where it can be used
   * @param known of the base, as {@link #hashes} had it
   * @param hashes of the images
   */
  static StoredImages of(
      SparkSession spark,
      Optional<StoredDataset> base,
      HashTable known,
      LabelledImages images,
      LongColumn hashes) {
    if (base.isEmpty()) {
      return new StoredImages(spark, base, images.images(), HashTable.EMPTY);
    }
    Set<String> unread = unread(spark, base.get());
    List<SourceImage> all = images.images();
    LongStream.Builder kept = LongStream.builder();
    List<SourceImage> missing =
        Selection.of(
            all,
            i -> {
              String path = all.get(i).path();
              boolean stays = known.containsHash(hashes.get(i)) && !unread.contains(path);
              if (stays) {
                kept.add(HashTable.hash(path));
              }
              return !stays;
            });
    return new StoredImages(spark, base, missing, HashTable.ofHashes(kept.build()));
  }

  /** Paths of what the storage did not give then; it may now, under the same time of change. */
  private static Set<String> unread(SparkSession spark, StoredDataset base) {
    return Set.copyOf(
        quarantine(spark, base)
            .filter(functions.col("reason").equalTo(QuarantineReason.UNREADABLE.id()))
            .select("path")
            .as(Encoders.STRING())
            .collectAsList());
  }

  private static Dataset<Row> quarantine(SparkSession spark, StoredDataset dataset) {
    return spark
        .read()
        .schema(ShardRows.QUARANTINE)
        .parquet(new Location(dataset.uri() + "/" + ParquetDataset.QUARANTINE).literal());
  }

  /** Whether a dataset was made with the same settings and classes. */
  static boolean usable(
      ArtifactStore store, StoredDataset base, DatasetConfig config, LabelledImages images) {
    return base.manifest().growth() != null
        && base.manifest().name().equals(config.name())
        && base.manifest().settings().equals(Fingerprint.settings(config))
        && base.manifest().classes().equals(images.classes())
        && store.exists(StoredDatasets.path(base) + "/" + KNOWN);
  }

  /** A hash an image, which is another as soon as anything about it has changed. */
  static LongColumn hashes(LabelledImages images, List<SourceFile> listed) {
    Origins files = new Origins(listed);
    LongColumn hashes = new LongColumn();
    for (SourceImage image : images.images()) {
      String origin =
          files
              .of(image.container(), image.entry())
              .map(file -> file.path() + " " + file.length() + " " + file.modified())
              .orElse("");
      hashes.add(
          HashTable.hash(
              String.join(
                  "\0",
                  image.path(),
                  origin,
                  images.classes().get(image.label()),
                  image.split() == null ? "" : image.split().id(),
                  new TreeMap<>(image.attributes()).toString())));
    }
    return hashes;
  }

  /** The dataset before; empty where nothing is taken over. */
  Optional<StoredDataset> base() {
    return base;
  }

  /** Images that must be read. */
  List<SourceImage> missing() {
    return missing;
  }

  /** Images that the dataset before holds, good ones and bad ones. */
  JavaRDD<IngestedImage> rows() {
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    if (base.isEmpty() || kept.size() == 0) {
      return context.emptyRDD();
    }
    StoredDataset dataset = base.get();
    JavaRDD<IngestedImage> rows = badRows(dataset);
    for (Split split : Split.values()) {
      rows =
          rows.union(
              dataset
                  .describedExamples(spark, split)
                  .map(new ToStoredImage(split))
                  .filter(new AmongPaths(kept)));
    }
    return rows;
  }

  private JavaRDD<IngestedImage> badRows(StoredDataset dataset) {
    List<String> classes = dataset.manifest().classes();
    return quarantine(spark, dataset)
        .javaRDD()
        .map(new ToStoredBadImage(classes))
        .filter(new AmongPaths(kept));
  }

  /** Images with one of these paths. */
  private record AmongPaths(HashTable paths) implements Function<IngestedImage, Boolean> {
    @Override
    public Boolean call(IngestedImage image) {
      return paths.contains(image.path());
    }
  }

  /** A bad image that need not be read again, from {@link ShardRows#QUARANTINE}. */
  private record ToStoredBadImage(List<String> classes) implements Function<Row, IngestedImage> {
    @Override
    public IngestedImage call(Row row) {
      return new IngestedImage(
          row.getString(0),
          classes.indexOf(row.getString(1)),
          null,
          row.isNullAt(5) ? "" : row.getString(5),
          null,
          null,
          0,
          0,
          QuarantineReason.of(row.getString(2)),
          row.getString(3),
          row.getLong(4),
          Map.of(),
          false);
    }
  }

  /** An image that need not be read again, from its row in a shard. */
  private record ToStoredImage(Split split) implements Function<Example, IngestedImage> {
    @Override
    public IngestedImage call(Example example) {
      ImageFacts facts = example.facts();
      return new IngestedImage(
          example.path(),
          example.label(),
          split,
          example.sha256(),
          example.pixels(),
          IngestedImage.hash(example.pixels()),
          facts.sourceWidth(),
          facts.sourceHeight(),
          null,
          null,
          0,
          facts.attributes(),
          false);
    }
  }
}
