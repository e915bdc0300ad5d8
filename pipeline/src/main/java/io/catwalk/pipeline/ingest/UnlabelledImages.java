package io.catwalk.pipeline.ingest;

import io.catwalk.models.ImageShape;
import io.catwalk.pipeline.CatwalkException;
import io.catwalk.pipeline.columns.Selection;
import io.catwalk.pipeline.config.DatasetConfig;
import io.catwalk.pipeline.config.DatasetConfig.ResizeMode;
import io.catwalk.pipeline.config.DatasetConfig.SplitRule;
import io.catwalk.pipeline.dataset.Example;
import io.catwalk.pipeline.dataset.HashTable;
import io.catwalk.pipeline.dataset.QuarantineReason;
import io.catwalk.pipeline.dataset.ShardRows;
import io.catwalk.pipeline.ingest.decode.ImageDecoders;
import io.catwalk.pipeline.ingest.entry.KeyedImages;
import io.catwalk.pipeline.ingest.entry.Located;
import io.catwalk.pipeline.ingest.entry.SourceImage;
import io.catwalk.pipeline.ingest.shard.GoodImages;
import io.catwalk.pipeline.ingest.shard.IngestedImage;
import io.catwalk.pipeline.ingest.shard.StoreQuarantine.BadImages;
import io.catwalk.pipeline.ingest.source.SourceListing;
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
import java.util.Set;
import java.util.TreeMap;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.storage.StorageLevel;

/**
 * Images whose classes nobody knows, made ready for a network. They are read and decoded once, kept
 * by Spark until closed, and stored nowhere.
 */
public final class UnlabelledImages implements AutoCloseable {

  /** Kind of files that were changed before. */
  private static final String OLDER = "older than ";

  /** Kind of files that the next job takes. */
  private static final String LATE = "came while others were copied";

  /** Kind of images that were asked for before. */
  private static final String KNOWN = "scored before";

  private final JavaSparkContext context;
  private final List<Part> parts;
  private final long count;
  private final Map<String, Long> leftOut;

  private UnlabelledImages(
      JavaSparkContext context, List<Part> parts, long count, Map<String, Long> leftOut) {
    this.context = context;
    this.parts = parts;
    this.count = count;
    this.leftOut = leftOut;
  }

  /**
   * Where images lie, and which of them are asked for.
   *
   * @param pattern a folder, file, archive or glob, on any Hadoop file system
   * @param originals path → the file that was copied there; empty where nothing is a copy
   * @param since files that were changed before are left out and counted; there may be no others
   * @param known images that are left out and counted, by {@link Part#keys}
   * @param part images of a part, at least 1
   */
  public record Source(
      String pattern, Map<String, SourceFile> originals, Instant since, HashTable known, int part) {

    /** All images, of files of any age, as one part. */
    public static Source all(String pattern) {
      return new Source(pattern, Map.of(), Instant.MIN, HashTable.EMPTY, Integer.MAX_VALUE);
    }

    /** What came while the others were copied is taken the next time. */
    private boolean copied(SourceFile file) {
      return originals.isEmpty() || originals.containsKey(file.path());
    }

    private boolean has(SourceFile file) {
      return !Instant.ofEpochMilli(original(file).modified()).isBefore(since);
    }

    private SourceFile original(SourceFile file) {
      return originals.getOrDefault(file.path(), file);
    }
  }

  /** Some of the images, which can be worked on alone. */
  public static final class Part {

    private final JavaRDD<IngestedImage> images;
    private final KeyedImages all;
    private final int from;
    private final int to;

    private Part(JavaRDD<IngestedImage> images, KeyedImages all, int from, int to) {
      this.images = images;
      this.all = all;
      this.from = from;
      this.to = to;
    }

    /** Images listed, good or bad. */
    public int count() {
      return to - from;
    }

    /**
     * What tells each image from all others, and from what it was before its file was changed.
     *
     * @param but paths of images that are left out
     */
    public HashTable keys(Set<String> but) {
      return all.keys(from, to, but);
    }

    /** The good ones, in the order of their containers and paths, label -1. */
    public JavaRDD<Example> examples() {
      return UnlabelledImages.examples(images);
    }

    /** The bad ones, on the driver. */
    public List<QuarantinedImage> quarantined() {
      return UnlabelledImages.quarantined(images);
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
    List<SourceFile> listed = files.list(source.pattern);
    List<SourceFile> all = Selection.of(listed, i -> source.copied(listed.get(i)));
    List<SourceFile> recent = Selection.of(all, i -> source.has(all.get(i)));
    int older = all.size() - recent.size();
    SourceListing listing = SourceListing.of(files, recent, data.zipEncoding());
    List<Located> located = older == 0 ? listing.someImages(source.pattern) : listing.images();
    KeyedImages images = KeyedImages.of(located, recent, source::original, source.known);
    int count = images.images().size();
    Map<String, Long> leftOut = new TreeMap<>(listing.leftOut().counts());
    if (older > 0) {
      leftOut.put(OLDER + source.since.truncatedTo(ChronoUnit.SECONDS), (long) older);
    }
    if (all.size() < listed.size()) {
      leftOut.put(LATE, (long) listed.size() - all.size());
    }
    if (count < located.size()) {
      leftOut.put(KNOWN, (long) located.size() - count);
    }
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    DecodeBatches decode =
        new DecodeBatches(
            files,
            new ImageDecoders(shape, resize, data.maxMegapixels()),
            new SplitAssignment(SplitRule.FILE, 0, 0, 0),
            ImageCounts.of(spark));
    List<Part> parts = new ArrayList<>();
    for (int to = 0; to < count; ) {
      int from = to;
      to += Math.min(source.part, count - from);
      JavaRDD<IngestedImage> some =
          decoded(context, images.images().subList(from, to), decode, source.pattern);
      parts.add(new Part(some, images, from, to));
    }
    return new UnlabelledImages(context, parts, count, leftOut);
  }

  private static JavaRDD<IngestedImage> decoded(
      JavaSparkContext context, List<SourceImage> images, DecodeBatches decode, String pattern) {
    List<ImageBatch> batches = ImageBatch.of(images, context.defaultParallelism());
    return context
        .parallelize(batches, batches.size())
        .mapPartitions(decode)
        .setName(String.format(Locale.ROOT, "%,d images of %s", images.size(), pattern))
        .persist(StorageLevel.MEMORY_AND_DISK());
  }

  /** In the order of their paths. */
  public List<Part> parts() {
    return List.copyOf(parts);
  }

  /** Images listed, good or bad. */
  public long count() {
    return count;
  }

  /** Kind of file → files that are no images or too old, and images that were scored before. */
  public Map<String, Long> leftOut() {
    return leftOut;
  }

  /** The good ones, in the order of their containers and paths, label -1. */
  public JavaRDD<Example> examples() {
    return examples(images());
  }

  private static JavaRDD<Example> examples(JavaRDD<IngestedImage> images) {
    return new GoodImages(images).examples();
  }

  /** What is known of the good ones beside their pixels: {@link ShardRows#FACTS}. */
  public Dataset<Row> facts(SparkSession spark) {
    return spark.createDataFrame(new GoodImages(images()).facts(), ShardRows.FACTS);
  }

  /** The bad ones, on the driver. */
  public List<QuarantinedImage> quarantined() {
    return quarantined(images());
  }

  private static List<QuarantinedImage> quarantined(JavaRDD<IngestedImage> images) {
    return images.filter(new BadImages()).map(new ToQuarantinedImage()).collect();
  }

  private JavaRDD<IngestedImage> images() {
    return switch (parts.size()) {
      case 0 -> context.emptyRDD();
      case 1 -> parts.get(0).images;
      default -> context.union(parts.stream().map(part -> part.images).toArray(JavaRDD[]::new));
    };
  }

  @Override
  public void close() {
    parts.forEach(part -> part.images.unpersist());
  }

  /** Of an image that nobody labelled. */
  private record ToQuarantinedImage() implements Function<IngestedImage, QuarantinedImage> {
    @Override
    public QuarantinedImage call(IngestedImage image) {
      return new QuarantinedImage(image.path(), "", image.reason(), image.detail(), image.bytes());
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
