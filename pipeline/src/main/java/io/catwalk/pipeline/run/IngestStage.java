package io.catwalk.pipeline.run;

import io.catwalk.pipeline.config.DatasetConfig;
import io.catwalk.pipeline.config.ExperimentConfig;
import io.catwalk.pipeline.dataset.DatasetManifest;
import io.catwalk.pipeline.dataset.Split;
import io.catwalk.pipeline.dataset.StoredDataset;
import io.catwalk.pipeline.ingest.BadImageApproval;
import io.catwalk.pipeline.ingest.IngestListener;
import io.catwalk.pipeline.ingest.StoredDatasets;
import java.util.List;
import java.util.Optional;

/** Images to a stored dataset. */
public final class IngestStage {

  private final Workbench bench;
  private final ExperimentConfig config;

  public IngestStage(Workbench bench, ExperimentConfig config) {
    this.bench = bench;
    this.config = config;
  }

  /**
   * @param verify whether images are read although names, sizes and times of change are as before
   */
  IngestSummary run(IngestListener listener, boolean verify) {
    Outcome outcome = new Outcome(listener);
    Stopwatch watch = new Stopwatch();
    StoredDataset dataset = verify ? verified(outcome) : dataset(outcome);
    return outcome.summary(dataset, watch.total());
  }

  /** The dataset of this configuration, made where it is not there yet. */
  StoredDataset dataset(IngestListener listener) {
    return dataset(Optional.empty(), List.of(), BadImageApproval.NONE, listener);
  }

  /**
   * As {@link #dataset(IngestListener)}, taking over what a dataset before holds.
   *
   * @param base the dataset before; empty for none
   * @param tested further datasets whose test examples must not be trained on
   * @param approval asked where more images are bad than the configuration allows
   */
  public StoredDataset dataset(
      Optional<StoredDataset> base,
      List<StoredDataset> tested,
      BadImageApproval approval,
      IngestListener listener) {
    DatasetConfig data = config.data();
    String source =
        new SourceStaging(bench.store(), bench.sources())
            .reachable(data.name(), data.source(), bench.spark().sparkContext().master());
    return bench.ingest().run(data.withSource(source), base, tested, approval, listener);
  }

  private StoredDataset verified(IngestListener listener) {
    DatasetConfig data = config.data();
    String source =
        new SourceStaging(bench.store(), bench.sources())
            .copiedAnew(data.name(), data.source(), bench.spark().sparkContext().master());
    return bench.ingest().verifying().run(data.withSource(source), listener);
  }

  /** What this configuration gave before, told from a listing of the source, without Spark. */
  public StoredDatasets.Known known() {
    DatasetConfig data = config.data();
    String given = config.cluster().master();
    String master = given.isEmpty() ? System.getProperty("spark.master", "local[*]") : given;
    StoredDatasets.Known here = bench.datasets().known(data);
    Optional<String> staged =
        new SourceStaging(bench.store(), bench.sources())
            .staged(data.name(), data.source(), master);
    if (staged.isPresent() && staged.get().equals(data.source())) {
      return here;
    }
    // The listing tells of the images themselves, whether a copy of them is there yet or not.
    return new StoredDatasets.Known(
        here.files(),
        here.listing(),
        staged.flatMap(source -> bench.datasets().known(data.withSource(source)).dataset()));
  }

  /** Remembers what the listener was told. */
  private static final class Outcome implements IngestListener {

    private final IngestListener next;
    private boolean reused;
    private long read;

    Outcome(IngestListener next) {
      this.next = next;
    }

    @Override
    public void started(long images) {
      read = images;
      next.started(images);
    }

    @Override
    public void advanced(long done) {
      next.advanced(done);
    }

    @Override
    public void warned(String text) {
      next.warned(text);
    }

    @Override
    public void finished(DatasetManifest manifest, boolean reused) {
      this.reused = reused;
      next.finished(manifest, reused);
    }

    IngestSummary summary(StoredDataset dataset, double seconds) {
      DatasetManifest manifest = dataset.manifest();
      return new IngestSummary(
          manifest.name() + "@" + manifest.version(),
          dataset.uri(),
          manifest.classes(),
          manifest.count(Split.TRAIN),
          manifest.count(Split.VALIDATION),
          manifest.count(Split.TEST),
          manifest.quarantined(),
          manifest.notices().leftOut(),
          manifest.notices().warnings(),
          manifest.duplicates().sameBytes() + manifest.duplicates().samePixels(),
          reused,
          seconds,
          reused ? 0 : read / seconds,
          manifest.synthetic());
    }
  }
}
