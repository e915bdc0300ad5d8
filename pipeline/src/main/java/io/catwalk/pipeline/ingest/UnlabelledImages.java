package io.catwalk.pipeline.ingest;

import io.catwalk.models.ImageShape;
import io.catwalk.pipeline.CatwalkException;
import io.catwalk.pipeline.config.DatasetConfig;
import io.catwalk.pipeline.config.DatasetConfig.ResizeMode;
import io.catwalk.pipeline.config.DatasetConfig.SplitRule;
import io.catwalk.pipeline.dataset.Example;
import io.catwalk.pipeline.dataset.QuarantineReason;
import io.catwalk.pipeline.dataset.ShardRows;
import io.catwalk.pipeline.dataset.Split;
import io.catwalk.pipeline.ingest.decode.ImageDecoders;
import io.catwalk.pipeline.ingest.shard.IngestedImage;
import io.catwalk.pipeline.ingest.shard.StoreQuarantine.BadImages;
import io.catwalk.pipeline.ingest.source.SourceImage;
import io.catwalk.pipeline.ingest.source.SourceListing;
import io.catwalk.pipeline.ingest.source.SourceListing.Located;
import io.catwalk.pipeline.ingest.source.SplitAssignment;
import io.catwalk.pipeline.storage.SourceFiles;
import io.catwalk.pipeline.storage.SourceFiles.SourceFile;
import java.io.Serializable;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.storage.StorageLevel;

/**
 * Images whose classes nobody knows, made ready for a network. They are read and decoded once, kept
 * by Spark until closed, and stored nowhere.
 */
public final class UnlabelledImages implements AutoCloseable {

  /** Kind of files that were changed before. */
  private static final String OLDER = "older than ";

  private final JavaRDD<IngestedImage> images;
  private final long count;
  private final Map<String, Long> leftOut;

  private UnlabelledImages(JavaRDD<IngestedImage> images, long count, Map<String, Long> leftOut) {
    this.images = images;
    this.count = count;
    this.leftOut = leftOut;
  }

  /**
   * Where images lie.
   *
   * @param pattern a folder, file, archive or glob, on any Hadoop file system
   * @param since files that were changed before are left out and counted; there may be no others
   */
  public record Source(String pattern, Instant since) {

    /** Files of any age. */
    public static Source all(String pattern) {
      return new Source(pattern, Instant.MIN);
    }

    private boolean has(SourceFile file) {
      return !Instant.ofEpochMilli(file.modified()).isBefore(since);
    }
  }

  /**
   * Lists the source; what it holds is read when first asked for.
   *
   * @param source which they are
   * @param shape what every image becomes
   * @param resize how
   * @param data tells the largest image that is decoded, and the encoding of zips' names
   * @throws CatwalkException (data) when there is no image
   */
  public static UnlabelledImages read(
      SparkSession spark,
      SourceFiles files,
      Source source,
      ImageShape shape,
      ResizeMode resize,
      DatasetConfig data) {
    List<SourceFile> all = files.list(source.pattern);
    List<SourceFile> recent = all.stream().filter(source::has).toList();
    int older = all.size() - recent.size();
    SourceListing listing = SourceListing.of(files, recent, data.zipEncoding());
    List<SourceImage> found = new ArrayList<>();
    for (Located image : older == 0 ? listing.someImages(source.pattern) : listing.images()) {
      found.add(new SourceImage(image.container(), image.entry(), -1, Split.TEST));
    }
    Map<String, Long> leftOut = new TreeMap<>(listing.leftOut().counts());
    if (older > 0) {
      leftOut.put(OLDER + source.since.truncatedTo(ChronoUnit.SECONDS), (long) older);
    }
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    List<ImageBatch> batches = ImageBatch.of(found, context.defaultParallelism());
    DecodeBatches decode =
        new DecodeBatches(
            files,
            new ImageDecoders(shape, resize, data.maxMegapixels()),
            new SplitAssignment(SplitRule.FILE, 0, 0, 0),
            ImageCounts.of(spark));
    JavaRDD<IngestedImage> decoded =
        context
            .parallelize(batches, Math.max(1, batches.size()))
            .mapPartitions(decode)
            .setName(String.format(Locale.ROOT, "%,d images of %s", found.size(), source.pattern))
            .persist(StorageLevel.MEMORY_AND_DISK());
    return new UnlabelledImages(decoded, found.size(), leftOut);
  }

  /** Images listed, good or bad. */
  public long count() {
    return count;
  }

  /** Kind of file → files of the source that are no images, or that are too old. */
  public Map<String, Long> leftOut() {
    return leftOut;
  }

  /** The good ones, in the order of their containers and paths, label -1. */
  public JavaRDD<Example> examples() {
    return images.filter(new GoodImages()).map(new ToUnstoredExample());
  }

  /** What is known of the good ones beside their pixels: {@link ShardRows#FACTS}. */
  public Dataset<Row> facts(SparkSession spark) {
    return spark.createDataFrame(
        images.filter(new GoodImages()).map(new ToFacts()), ShardRows.FACTS);
  }

  /** The bad ones, on the driver. */
  public List<QuarantinedImage> quarantined() {
    return images.filter(new BadImages()).map(new ToQuarantinedImage()).collect();
  }

  @Override
  public void close() {
    images.unpersist();
  }

  /** Those that could be decoded. */
  private record GoodImages() implements Function<IngestedImage, Boolean> {
    @Override
    public Boolean call(IngestedImage image) {
      return image.good();
    }
  }

  /** Of an image that nobody labelled. */
  private record ToQuarantinedImage() implements Function<IngestedImage, QuarantinedImage> {
    @Override
    public QuarantinedImage call(IngestedImage image) {
      return new QuarantinedImage(image.path(), "", image.reason(), image.detail(), image.bytes());
    }
  }

  /** A row of {@link ShardRows#FACTS}. */
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

  /** The example of an image. */
  private record ToUnstoredExample() implements Function<IngestedImage, Example> {
    @Override
    public Example call(IngestedImage image) {
      return image.example();
    }
  }

  /**
   * An image that was left out: a row of {@code quarantine.parquet}.
   *
   * @param path relative to the source
   * @param className its class; empty where it is not known
   * @param reason why
   * @param detail what was found, in a few words
   * @param bytes length of its file
   */
  public record QuarantinedImage(
      String path, String className, QuarantineReason reason, String detail, long bytes)
      implements Serializable {}
}
