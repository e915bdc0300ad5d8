package io.catwalk.pipeline.ingest;

import io.catwalk.pipeline.CatwalkException;
import io.catwalk.pipeline.columns.LongColumn;
import io.catwalk.pipeline.config.DatasetConfig;
import io.catwalk.pipeline.dataset.Example;
import io.catwalk.pipeline.dataset.HashTable;
import io.catwalk.pipeline.dataset.Split;
import io.catwalk.pipeline.dataset.StoredDataset;
import io.catwalk.pipeline.ingest.shard.ShardPartitioner;
import io.catwalk.pipeline.ingest.source.ClassNames;
import io.catwalk.pipeline.ingest.source.LabelledImages;
import io.catwalk.pipeline.ingest.source.LimitedSample;
import io.catwalk.pipeline.ingest.source.SourceImages;
import io.catwalk.pipeline.ingest.source.SourceListing;
import io.catwalk.pipeline.ingest.source.SplitAssignment;
import io.catwalk.pipeline.storage.ArtifactStore;
import io.catwalk.pipeline.storage.SourceFiles;
import io.catwalk.pipeline.storage.SourceFiles.SourceFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;

/**
 * Turns a source of images into a stored dataset, as a Spark job: list, label, choose, then read,
 * decode and resize on the executors, and store what came of it under its content hash.
 */
public final class Ingest {

  private final SparkSession spark;
  private final ArtifactStore store;
  private final SourceFiles files;
  private final StoredDatasets datasets;
  private final long shardBytes;
  private final boolean verifies;

  public Ingest(SparkSession spark, ArtifactStore store, SourceFiles files) {
    this(spark, store, files, ShardPartitioner.SHARD_BYTES);
  }

  /** One that reads all images, and trusts no name, size and time of change. */
  public Ingest verifying() {
    return new Ingest(spark, store, files, shardBytes, true);
  }

  /**
   * @param shardBytes of pixels, about
   */
  public Ingest(SparkSession spark, ArtifactStore store, SourceFiles files, long shardBytes) {
    this(spark, store, files, shardBytes, false);
  }

  private Ingest(
      SparkSession spark,
      ArtifactStore store,
      SourceFiles files,
      long shardBytes,
      boolean verifies) {
    this.shardBytes = shardBytes;
    this.verifies = verifies;
    this.spark = spark;
    this.store = store;
    this.files = files;
    this.datasets = new StoredDatasets(store, files);
  }

  /**
   * Returns at once what the same files and settings gave before, if they did. That they are the
   * same is told from names, sizes and times of change, unless it is {@link #verifying}.
   *
   * @throws CatwalkException (data) when the source is not what the configuration says, or too many
   *     of its images are bad; (usage) when the configuration asks for what cannot be
   */
  public StoredDataset run(DatasetConfig config, IngestListener listener) {
    return run(config, Optional.empty(), List.of(), BadImageApproval.NONE, listener);
  }

  /**
   * As {@link #run(DatasetConfig, IngestListener)}, reading only what a dataset before does not
   * hold, and sharing those of its shards in which nothing has changed. What has ever been a test
   * example of the datasets before stays one, wherever the source puts it now.
   *
   * @param base the dataset before; empty for none
   * @param tested further datasets whose test examples must not be trained on
   * @param approval asked where more images are bad than the configuration allows
   */
  public StoredDataset run(
      DatasetConfig config,
      Optional<StoredDataset> base,
      List<StoredDataset> tested,
      BadImageApproval approval,
      IngestListener listener) {
    List<SourceFile> listed = files.list(config.source());
    SourceTables tables = new SourceTables(files, config);
    String fingerprint = tables.fingerprint(listed);
    Optional<StoredDataset> before = datasets.byFingerprint(config.name(), fingerprint);
    if (before.isPresent() && !verifies) {
      listener.finished(before.get().manifest(), true);
      return before.get();
    }
    SourceListing listing = SourceListing.of(files, listed, config.zipEncoding());
    listing.remarks().forEach(listener::warned);
    LabelledImages images =
        new LimitedSample(config.limit(), config.seed())
            .of(tables.apply(new SourceImages(files, config).of(listing)));
    ClassNames.requireVisible(images, config.source());
    SplitAssignment splits = SplitAssignment.of(config, images.images());
    IngestJob job = new IngestJob(spark, store, files, config, fingerprint, listing.synthetic());
    Optional<StoredDataset> usable =
        base.filter(dataset -> StoredImages.usable(store, dataset, config, images));
    HashTable known =
        usable
            .map(StoredDatasets::path)
            .map(path -> HashTable.read(store.read(path + "/" + StoredImages.KNOWN)))
            .orElse(HashTable.EMPTY);
    LongColumn hashes = StoredImages.hashes(images, listed);
    IngestJob.Input input =
        new IngestJob.Input(
            images,
            StoredImages.of(spark, usable, known, images, hashes),
            HashTable.ofHashes(hashes.stream()),
            tested(base, tested),
            approval,
            shardBytes);
    IngestJob.Stored stored = job.run(input, splits, listener);
    datasets.remember(config.name(), fingerprint, stored.version(), stored.notices());
    StoredDataset dataset = datasets.version(config.name(), stored.version(), stored.notices());
    before.ifPresent(former -> tellChange(former, dataset, listener));
    listener.finished(dataset.manifest(), false);
    return dataset;
  }

  private static void tellChange(StoredDataset before, StoredDataset now, IngestListener listener) {
    if (!before.manifest().version().equals(now.manifest().version())) {
      listener.warned(
          String.format(
              Locale.ROOT,
              "the images are others than those of %s@%s, whose names, sizes and times of change are the same",
              before.manifest().name(),
              before.manifest().version()));
    }
  }

  private HashTable tested(Optional<StoredDataset> base, List<StoredDataset> others) {
    HashTable tested = HashTable.EMPTY;
    List<StoredDataset> all = new ArrayList<>(others);
    base.ifPresent(all::add);
    for (StoredDataset dataset : all) {
      String ledger = StoredDatasets.path(dataset) + "/" + StoredImages.TESTED;
      tested =
          tested.and(
              store.exists(ledger)
                  ? HashTable.read(store.read(ledger))
                  : HashTable.of(
                      dataset.examples(spark, Split.TEST).map(Example::sha256).collect()));
    }
    return tested;
  }
}
