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
   * A run alone.
   *
   * @throws CatwalkException (data) when a file of a run is missing, damaged, or of an unknown
   *     version
   */
  public static Report of(Place run) {
    return new Report(Analysis.of(read(run)));
  }

  /**
   * A run beside a baseline.
   *
   * @throws CatwalkException as {@link #of(Place)}, or when the two cannot be compared
   */
  public static Report of(Place run, Place baseline) {
    return new Report(Analysis.of(read(run), read(baseline)));
  }

  /**
   * The figures of a run against a baseline, on the examples that both have predicted.
   *
   * @throws CatwalkException as {@link #of(Place, Place)}
   */
  public static PairedFigures compare(Place run, Place baseline) {
    return PairedFigures.of(Comparison.of(read(run), read(baseline)));
  }

  private static StoredRun read(Place place) {
    return new RunReader(place.store(), place.path()).read(place.uri());
  }
}
