package io.catwalk.pipeline.report;

import io.catwalk.pipeline.CatwalkException;
import io.catwalk.pipeline.compare.Comparison;
import io.catwalk.pipeline.compare.PairedFigures;
import io.catwalk.pipeline.runs.RunReader;
import io.catwalk.pipeline.runs.StoredRun;
import io.catwalk.pipeline.storage.ArtifactStore;

/**
 * Makes reports of runs from what is stored of them: no Spark, no network, no dataset. The same
 * files always give the same report.
 */
public final class Reports {

  /** The report's name in a run's folder. */
  public static final String FILE = "report.html";

  /** The dataset's manifest, as a run keeps it. */
  public static final String DATASET = RunReader.DATASET;

  private Reports() {}

  /**
   * A run's folder in a store.
   *
   * @param store that holds it
   * @param path of the folder, relative to the store's root
   * @param uri by which the report names it
   */
  public record Place(ArtifactStore store, String path, String uri) {}

  /**
   * @param baseline the run to compare with; null for none
   * @throws CatwalkException (data) when a file of a run is missing, damaged, or of an unknown
   *     version, or the two cannot be compared
   */
  public static Report of(Place run, Place baseline) {
    StoredRun stored = read(run);
    return new Report(Analysis.of(stored, baseline == null ? null : read(baseline)));
  }

  /**
   * The figures of a run against a baseline, on the examples that both have predicted.
   *
   * @throws CatwalkException as {@link #of}
   */
  public static PairedFigures compare(Place run, Place baseline) {
    return PairedFigures.of(Comparison.of(read(run), read(baseline)));
  }

  private static StoredRun read(Place place) {
    return new RunReader(place.store(), place.path()).read(place.uri());
  }
}
