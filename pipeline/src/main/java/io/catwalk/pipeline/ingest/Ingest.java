package io.catwalk.pipeline.ingest;

import io.catwalk.pipeline.CatwalkException;
import io.catwalk.pipeline.config.DatasetConfig;
import io.catwalk.pipeline.config.DatasetConfig.SplitRule;
import io.catwalk.pipeline.storage.ArtifactStore;
import io.catwalk.pipeline.storage.SourceFiles;
import io.catwalk.pipeline.storage.SourceFiles.SourceFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
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

  public Ingest(SparkSession spark, ArtifactStore store, SourceFiles files) {
    this.spark = spark;
    this.store = store;
    this.files = files;
    this.datasets = new StoredDatasets(store, files);
  }

  /**
   * Returns at once what the same files and settings gave before, if they did.
   *
   * @throws CatwalkException (data) when the source is not what the configuration says, or too many
   *     of its images are bad; (usage) when the configuration asks for what cannot be
   */
  public StoredDataset run(DatasetConfig config, IngestListener listener) {
    List<SourceFile> listed = files.list(config.source());
    String fingerprint = Fingerprint.of(withSplitFile(listed, config), config);
    Optional<StoredDataset> before = datasets.byFingerprint(config.name(), fingerprint);
    if (before.isPresent()) {
      listener.finished(before.get().manifest(), true);
      return before.get();
    }
    SourceListing listing = SourceListing.of(files, config.source(), listed);
    LabelledImages images = chosen(config, new SourceImages(files, config).of(listing));
    SplitAssignment splits = SplitAssignment.of(config, images.images());
    IngestJob job = new IngestJob(spark, store, files, config, fingerprint, listing.synthetic());
    String version = job.run(images, splits, listener);
    datasets.remember(config.name(), fingerprint, version);
    StoredDataset dataset = datasets.version(config.name(), version);
    listener.finished(dataset.manifest(), false);
    return dataset;
  }

  private List<SourceFile> withSplitFile(List<SourceFile> listed, DatasetConfig config) {
    List<SourceFile> all = new ArrayList<>(listed);
    if (config.split() == SplitRule.FILE) {
      all.addAll(files.list(config.splitFile()));
    }
    return all;
  }

  private LabelledImages chosen(DatasetConfig config, LabelledImages found) {
    LabelledImages images = found;
    if (config.split() == SplitRule.FILE) {
      String name = config.splitFile();
      try {
        images = SplitTable.parse(name, files.read(name)).apply(images);
      } catch (IOException e) {
        throw CatwalkException.data("Cannot read data.split = " + name + ": " + e.getMessage(), e);
      }
    }
    return new LimitedSample(config.limit(), config.seed()).of(images);
  }
}
