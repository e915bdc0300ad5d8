package io.catwalk.pipeline.doctor;

import io.catwalk.pipeline.CatwalkException;
import io.catwalk.pipeline.ExitCode;
import io.catwalk.pipeline.config.ExperimentConfig;
import io.catwalk.pipeline.storage.HadoopStorage;
import io.catwalk.pipeline.storage.StorageTrial;
import java.util.ArrayList;
import java.util.List;

/**
 * What the driver finds of storage and images, and what it leaves there for executors to read until
 * the visit is closed.
 */
final class StorageVisit implements AutoCloseable {

  private final StorageTrial trial;
  private final List<Finding> findings = new ArrayList<>();
  private final List<String> needed = new ArrayList<>();

  private StorageVisit(StorageTrial trial) {
    this.trial = trial;
  }

  /**
   * @param thorough as {@link StorageCheck} takes it
   * @throws CatwalkException (usage) when the storage's URI is none
   */
  static StorageVisit begin(HadoopStorage storage, ExperimentConfig config, boolean thorough) {
    StorageVisit visit = open(storage, config);
    if (visit.trial != null) {
      visit.needed.add(visit.trial.uri());
      visit.lookAtStorage(thorough);
    }
    if (!config.data().source().isEmpty()) {
      visit.lookAtImages(storage, config, thorough);
    }
    return visit;
  }

  private static StorageVisit open(HadoopStorage storage, ExperimentConfig config) {
    try {
      return new StorageVisit(storage.trial(config.storageRoot()));
    } catch (CatwalkException e) {
      if (e.exitCode() == ExitCode.USAGE) {
        throw e;
      }
      StorageVisit none = new StorageVisit(null);
      none.findings.add(
          Finding.error(
              StorageCheck.NAME,
              e.getMessage(),
              "every stage writes its results there",
              "set storage.root (--storage) to a place that this user may write to"));
      return none;
    }
  }

  private void lookAtStorage(boolean thorough) {
    try {
      findings.addAll(StorageCheck.of(trial, thorough));
    } catch (CatwalkException e) {
      findings.add(
          Finding.warning(
              StorageCheck.NAME,
              e.getMessage(),
              "what cannot be looked at may be wrong",
              "look at the storage's own log"));
    }
  }

  private void lookAtImages(HadoopStorage storage, ExperimentConfig config, boolean tell) {
    try {
      String image = storage.sources().any(config.data().source());
      // Images of the driver's own disk are copied to a shared storage first.
      boolean copied = image.startsWith("file:") && trial != null && !trial.scheme().equals("file");
      if (!copied) {
        needed.add(image);
      }
    } catch (CatwalkException e) {
      if (!tell) {
        // A job that needs them says so in its own words; one whose dataset is there needs none.
        return;
      }
      findings.add(
          Finding.error(
              SightCheck.NAME,
              e.getMessage(),
              "ingest reads the images from there",
              "set data.source to a folder, archive or glob of images"));
    }
  }

  List<Finding> findings() {
    return findings;
  }

  /** URIs that every executor must be able to read. */
  List<String> needed() {
    return needed;
  }

  @Override
  public void close() {
    if (trial != null) {
      trial.close();
    }
  }
}
