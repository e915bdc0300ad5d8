package io.catwalk.pipeline.tracking;

import io.catwalk.pipeline.BackgroundThread;
import io.catwalk.pipeline.config.ExperimentConfig;
import io.catwalk.pipeline.storage.ArtifactStore;
import io.catwalk.pipeline.tracking.Tracking.Trackers;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Tells trackers of a search and of its trainings, which MLflow shows below it. One thread tells
 * all of it, in order, and none of them waits for a tracker but the search itself, at its end.
 */
public final class SearchTracking implements AutoCloseable {

  private final String id;
  private final Trackers trackers;
  private final Consumer<String> warn;
  private final BackgroundThread teller = new BackgroundThread(Tracking.THREAD);
  private final Tracking search;

  /**
   * @param config as it stands
   * @param id of the search
   * @param stores opens the folder of event files
   * @param runs the store that holds runs
   * @param warn hears what cannot be told
   */
  public SearchTracking(
      ExperimentConfig config,
      String id,
      Function<String, ArtifactStore> stores,
      ArtifactStore runs,
      Consumer<String> warn) {
    this.id = id;
    this.warn = warn;
    this.trackers = new Trackers(stores, runs, Optional.of(id));
    this.search =
        new Tracking(
            new Trackers(stores, runs, Optional.empty()).of(config),
            id,
            Tracking.settings(config),
            warn,
            teller,
            Optional.of(Tracking.LONGEST_END));
    // Before its trainings, which name it.
    search.begin();
  }

  /**
   * One training of the search; to be closed at its end.
   *
   * @param config with its settings
   * @param name of it in the search
   */
  public Tracking training(ExperimentConfig config, String name) {
    return new Tracking(
        trackers.of(config),
        id + "/" + name,
        Tracking.settings(config),
        warn,
        teller,
        Optional.empty());
  }

  /** As {@link Tracking#finished}, of the best of all trainings. */
  public void finished(Map<String, Double> results, Map<String, String> facts) {
    search.finished(results, facts);
  }

  @Override
  public void close() {
    search.close();
  }
}
