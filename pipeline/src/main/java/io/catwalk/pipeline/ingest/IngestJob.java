package io.catwalk.pipeline.ingest;

import io.catwalk.pipeline.CatwalkException;
import io.catwalk.pipeline.Json;
import io.catwalk.pipeline.config.DatasetConfig;
import io.catwalk.pipeline.dataset.DatasetGrowth;
import io.catwalk.pipeline.dataset.HashTable;
import io.catwalk.pipeline.dataset.ParquetDataset;
import io.catwalk.pipeline.dataset.SourceNotices;
import io.catwalk.pipeline.dataset.Split;
import io.catwalk.pipeline.dataset.StoredDataset;
import io.catwalk.pipeline.ingest.decode.ImageDecoders;
import io.catwalk.pipeline.ingest.entry.SourceImage;
import io.catwalk.pipeline.ingest.shard.IngestFindings;
import io.catwalk.pipeline.ingest.shard.IngestStatistics;
import io.catwalk.pipeline.ingest.shard.IngestedImage;
import io.catwalk.pipeline.ingest.shard.KnownBadImages;
import io.catwalk.pipeline.ingest.shard.QuarantineCsv;
import io.catwalk.pipeline.ingest.shard.SealTested;
import io.catwalk.pipeline.ingest.shard.ShardPartitioner;
import io.catwalk.pipeline.ingest.shard.ShardPartitioner.KeyBySha256;
import io.catwalk.pipeline.ingest.shard.ShardReuse;
import io.catwalk.pipeline.ingest.shard.StoreBuckets;
import io.catwalk.pipeline.ingest.shard.StoreQuarantine;
import io.catwalk.pipeline.ingest.source.LabelledImages;
import io.catwalk.pipeline.ingest.source.SplitAssignment;
import io.catwalk.pipeline.spark.JobMetrics;
import io.catwalk.pipeline.storage.ArtifactStore;
import io.catwalk.pipeline.storage.SourceFiles;
import io.catwalk.pipeline.storage.StagedFolder;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/**
 * The part of {@link Ingest} that runs on the cluster. The shuffle's files keep the decoded images
 * between its jobs.
 */
final class IngestJob {

  private final SparkSession spark;
  private final JavaSparkContext context;
  private final ArtifactStore store;
  private final SourceFiles files;
  private final DatasetConfig config;
  private final String fingerprint;
  private final boolean synthetic;

  IngestJob(
      SparkSession spark,
      ArtifactStore store,
      SourceFiles files,
      DatasetConfig config,
      String fingerprint,
      boolean synthetic) {
    this.spark = spark;
    this.context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    this.store = store;
    this.files = files;
    this.config = config;
    this.fingerprint = fingerprint;
    this.synthetic = synthetic;
  }

  /**
   * What becomes a dataset.
   *
   * @param images all that the source holds
   * @param stored which of them a dataset before holds
   * @param known what to remember of all of them
   * @param tested what has ever been a test example
   * @param approval asked where too many are bad
   * @param shardBytes of pixels, about
   */
  record Input(
      LabelledImages images,
      StoredImages stored,
      HashTable known,
      HashTable tested,
      BadImageApproval approval,
      long shardBytes) {}

  /**
   * @param version that is in the store now
   * @param notices of the source that gave it this time
   */
  record Stored(String version, SourceNotices notices) {}

  Stored run(Input input, SplitAssignment splits, IngestListener listener) {
    LabelledImages images = input.images();
    int count = input.stored().missing().size();
    ImageCounts counts = ImageCounts.of(spark);
    listener.started(count);
    long bytes = (long) images.images().size() * config.shape().values();
    ShardPartitioner buckets =
        ShardPartitioner.forBytes(bytes, input.stored().base(), input.shardBytes());
    JavaRDD<IngestedImage> rows =
        input
            .stored()
            .rows()
            .union(decoded(input.stored().missing(), splits, counts))
            .map(new SealTested(input.tested()))
            .mapToPair(new KeyBySha256())
            .repartitionAndSortWithinPartitions(buckets)
            .values();
    String folder = StoredDatasets.folder(config.name());
    try (JobMetrics metrics = counts.show();
        ProgressPoll poll = new ProgressPoll(counts.done(), count, listener);
        StagedFolder staged = store.stage(folder + "/" + fingerprint)) {
      describe(String.format(Locale.ROOT, "decode and store %,d images", count));
      ShardReuse reuse = ShardReuse.of(spark, rows, buckets, input.stored().base());
      IngestFindings findings =
          new StoreBuckets(
                  staged.forTasks(),
                  reuse.changed(),
                  images.classes().size(),
                  config.shape().channels())
              .of(rows);
      poll.close();
      checkBudget(findings.statistics(), input, rows);
      checkTraining(findings.statistics(), images);
      SourceNotices notices = notices(findings, input);
      return new Stored(
          publish(rows, input, findings, reuse.growth(findings), notices, staged), notices);
    } finally {
      context.setJobDescription(null);
    }
  }

  private void describe(String what) {
    context.setJobDescription("ingest " + config.name() + ": " + what);
  }

  private JavaRDD<IngestedImage> decoded(
      List<SourceImage> images, SplitAssignment splits, ImageCounts counts) {
    if (images.isEmpty()) {
      return context.emptyRDD();
    }
    List<ImageBatch> batches = ImageBatch.of(images, context.defaultParallelism());
    DecodeBatches decode =
        new DecodeBatches(
            files,
            new ImageDecoders(config.shape(), config.resize(), config.maxMegapixels()),
            splits,
            counts);
    return context.parallelize(batches, batches.size()).mapPartitions(decode);
  }

  private void checkBudget(IngestStatistics statistics, Input input, JavaRDD<IngestedImage> rows) {
    LabelledImages images = input.images();
    Optional<String> exceeded =
        exceeded(statistics, input, rows).map(what -> config.source() + ": " + what);
    if (exceeded.isEmpty() || input.approval().approves(exceeded.get())) {
      return;
    }
    describe("write the list of rejected images");
    String rejected = StoredDatasets.folder(config.name()) + "/rejected";
    store.delete(rejected);
    try (StagedFolder staged = store.stage(rejected)) {
      storeQuarantine(statistics, images, rows, staged);
      staged.publish();
    }
    throw CatwalkException.data(
        String.format(
            Locale.ROOT,
            "%s; all are in %s; %s",
            exceeded.get(),
            store.resolve(rejected + "/" + QuarantineCsv.FILE),
            input.approval().remedy()));
  }

  private Optional<String> exceeded(
      IngestStatistics statistics, Input input, JavaRDD<IngestedImage> rows) {
    List<String> classes = input.images().classes();
    QuarantineBudget budget = QuarantineBudget.of(config);
    Optional<String> exceeded = budget.exceeded(statistics, classes, new long[classes.size()]);
    Optional<StoredDataset> before = input.approval().before();
    if (exceeded.isEmpty() || before.isEmpty()) {
      return exceeded;
    }
    describe("look for bad images that were accepted before");
    long[] known = KnownBadImages.of(spark, before.get()).perLabel(rows, classes.size());
    return budget.exceeded(statistics, classes, known);
  }

  /** What must be told, unless too many images contradict one another. */
  private SourceNotices notices(IngestFindings findings, Input input) {
    List<String> classes = input.images().classes();
    Optional<String> exceeded =
        new ConflictBudget(config.maxConflictPercent())
            .exceeded(findings, classes)
            .map(what -> config.source() + ": " + what);
    if (exceeded.isPresent() && !input.approval().approves(exceeded.get())) {
      throw CatwalkException.data(exceeded.get() + "; " + input.approval().remedy());
    }
    return input
        .images()
        .notices()
        .with(findings.conflicts().warning(classes).toList())
        .with(new ColourSample(spark, files, config).warning(input.images()));
  }

  private void checkTraining(IngestStatistics statistics, LabelledImages images) {
    for (int label = 0; label < images.classes().size(); label++) {
      // Classes that nobody named may be gone with their bad images, where the budget allows that.
      boolean present = statistics.good(label) > 0 || !config.classes().isEmpty();
      if (present && statistics.good(Split.TRAIN, label) == 0) {
        throw CatwalkException.data(
            String.format(
                Locale.ROOT,
                "%s: no training image of class '%s' is left (%,d in all, %,d of them bad); give more images or another data.split",
                config.source(),
                images.classes().get(label),
                statistics.good(label) + statistics.bad(label),
                statistics.bad(label)));
      }
    }
  }

  private String publish(
      JavaRDD<IngestedImage> rows,
      Input input,
      IngestFindings findings,
      DatasetGrowth growth,
      SourceNotices notices,
      StagedFolder staged) {
    IngestStatistics statistics = findings.statistics();
    LabelledImages images = input.images();
    ManifestBuilder builder = new ManifestBuilder(config, images, fingerprint, synthetic);
    String version = builder.version(statistics);
    String path = StoredDatasets.folder(config.name()) + "/" + version;
    if (store.exists(path + "/" + ParquetDataset.MANIFEST)) {
      // The same content under other times of change: the next listing knows those as well.
      String known = path + "/" + StoredImages.KNOWN;
      HashTable before = store.exists(known) ? HashTable.read(store.read(known)) : HashTable.EMPTY;
      store.write(known, before.and(input.known()).bytes());
      return version;
    }
    if (store.exists(path)) {
      // What a deletion left that was killed.
      store.delete(path);
    }
    describe("write the quarantine list");
    storeQuarantine(statistics, images, rows, staged);
    for (Split split : Split.values()) {
      removeOthers(staged, ParquetDataset.shards(split), findings.files());
    }
    staged.write(
        ParquetDataset.MANIFEST,
        Json.write(
            builder.build(statistics, findings.duplicates(images.classes()), growth, notices)));
    staged.write(StoredImages.KNOWN, input.known().bytes());
    staged.write(StoredImages.TESTED, input.tested().and(statistics.tests()).bytes());
    new DatasetDeletion(store).refuseGone(config.name(), growth);
    staged.publishAs(path); // where another job was quicker, it stored the same
    return version;
  }

  private void storeQuarantine(
      IngestStatistics statistics,
      LabelledImages images,
      JavaRDD<IngestedImage> rows,
      StagedFolder staged) {
    StoreQuarantine quarantine = new StoreQuarantine(staged.forTasks(), images.classes());
    QuarantineCsv csv = new QuarantineCsv(images.classes());
    if (statistics.reasons().isEmpty()) {
      staged.write(StoreQuarantine.file(0, 0), quarantine.none());
      staged.write(QuarantineCsv.FILE, out -> csv.write(Collections.emptyIterator(), out));
    } else {
      JavaRDD<IngestedImage> bad = StoreQuarantine.sorted(rows);
      removeOthers(staged, ParquetDataset.QUARANTINE, Set.of(quarantine.of(bad)));
      staged.write(QuarantineCsv.FILE, out -> csv.write(bad.toLocalIterator(), out));
    }
  }

  /** Tasks that failed or were run twice leave files that nobody must read. */
  private void removeOthers(StagedFolder staged, String folder, Set<String> files) {
    for (String name : store.list(staged.path() + "/" + folder)) {
      if (!files.contains(folder + "/" + name)) {
        store.delete(staged.path() + "/" + folder + "/" + name);
      }
    }
  }
}
