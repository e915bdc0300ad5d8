package io.catwalk.pipeline.tracking;

import io.catwalk.pipeline.BackgroundThread;
import io.catwalk.pipeline.Secrets;
import io.catwalk.pipeline.config.ConfigLoader;
import io.catwalk.pipeline.config.ExperimentConfig;
import io.catwalk.pipeline.config.TrackingConfig;
import io.catwalk.pipeline.runs.History.Epoch;
import io.catwalk.pipeline.storage.ArtifactStore;
import io.catwalk.pipeline.tracking.TrackedTraining.FinishedEpoch;
import io.catwalk.pipeline.tracking.TrackedTraining.State;
import io.catwalk.pipeline.train.TrainingListener;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Tells trackers of a training as it goes on, by a thread of its own: a tracker that cannot be
 * reached is told of once in a line, and gets all that it missed with the next epoch, or at the
 * end.
 */
public final class Tracking implements TrainingListener, AutoCloseable {

  static final String THREAD = "catwalk-tracking";
  static final Duration LONGEST_END = Duration.ofSeconds(60);

  private final List<Tracker> trackers;
  private final String runId;
  private final Map<String, String> settings;
  private final Consumer<String> warn;
  private final BackgroundThread teller;
  private final Optional<Duration> end;
  private final Instant began = Instant.now();
  private final List<FinishedEpoch> epochs = new ArrayList<>();
  private final Set<String> silent = new HashSet<>();
  private boolean told;
  private boolean ended;

  /**
   * @param teller tells the trackers
   * @param end how long to wait for it at the end; empty where it goes on for others
   */
  Tracking(
      List<Tracker> trackers,
      String runId,
      Map<String, String> settings,
      Consumer<String> warn,
      BackgroundThread teller,
      Optional<Duration> end) {
    this.trackers = trackers;
    this.runId = runId;
    this.settings = settings;
    this.warn = warn;
    this.teller = teller;
    this.end = end;
  }

  /**
   * What the configuration asks for; often nothing.
   *
   * @param stores opens the folder of event files
   * @param runs the store that gets the run's folder
   * @param warn hears what cannot be told
   */
  public static Tracking of(
      ExperimentConfig config,
      String runId,
      Function<String, ArtifactStore> stores,
      ArtifactStore runs,
      Consumer<String> warn) {
    Trackers trackers = new Trackers(stores, runs, Optional.empty());
    return new Tracking(
        trackers.of(config),
        runId,
        settings(config),
        warn,
        new BackgroundThread(THREAD),
        Optional.of(LONGEST_END));
  }

  /**
   * The programs that a configuration asks for.
   *
   * @param stores opens the folder of event files
   * @param runs the store that gets the run's folder
   * @param search that the training is a part of
   */
  record Trackers(
      Function<String, ArtifactStore> stores, ArtifactStore runs, Optional<String> search) {

    List<Tracker> of(ExperimentConfig config) {
      TrackingConfig asked = config.tracking();
      List<Tracker> trackers = new ArrayList<>();
      if (!asked.mlflow().isEmpty()) {
        trackers.add(
            new MlflowTracker(asked.mlflow(), System.getenv(), asked.experiment(), runs, search));
      }
      if (!asked.tensorboard().isEmpty()) {
        trackers.add(new TensorboardTracker(stores.apply(asked.tensorboard())));
      }
      return trackers;
    }
  }

  /** Those that say what was trained on what, and how. */
  static Map<String, String> settings(ExperimentConfig config) {
    Map<String, String> settings = new TreeMap<>(ConfigLoader.settings(config));
    settings.keySet().removeIf(key -> !key.matches("(data|model|train)\\..*"));
    return settings;
  }

  @Override
  public void epochStarted(int epoch, int planned, long examples) {
    begin();
  }

  /** It is under way. */
  synchronized void begin() {
    if (told) {
      return;
    }
    told = true;
    tell(State.RUNNING, Map.of(), Map.of());
  }

  @Override
  public synchronized void resumed(int epoch, int round, String checkpoint, List<Epoch> before) {
    before.forEach(result -> epochs.add(new FinishedEpoch(result, began)));
  }

  @Override
  public synchronized void epochFinished(Epoch result) {
    epochs.add(new FinishedEpoch(result, Instant.now()));
    tell(State.RUNNING, Map.of(), Map.of());
  }

  /**
   * The run is published.
   *
   * @param results figure → value, on the test split
   * @param facts name → text, such as the dataset
   */
  public synchronized void finished(Map<String, Double> results, Map<String, String> facts) {
    ended = true;
    tell(State.FINISHED, results, facts);
  }

  private void tell(State state, Map<String, Double> results, Map<String, String> facts) {
    TrackedTraining now =
        new TrackedTraining(runId, settings, began, epochs, state, results, facts);
    for (Tracker tracker : trackers) {
      teller.execute(() -> tell(tracker, now));
    }
  }

  private void tell(Tracker tracker, TrackedTraining training) {
    try {
      tracker.tell(training);
      silent.remove(tracker.name());
    } catch (IOException | RuntimeException e) {
      if (silent.add(tracker.name())) {
        warn.accept(
            tracker.name()
                + " is not told of this training: "
                + Secrets.in(String.valueOf(e.getMessage()))
                + "; it goes on, and tries again with the next epoch");
      }
    }
  }

  /** Waits a minute at most for trackers that neither take nor refuse. */
  @Override
  public void close() {
    synchronized (this) {
      if (told && !ended) {
        tell(State.FAILED, Map.of(), Map.of());
      }
    }
    if (end.isPresent() && !teller.end(end.get())) {
      warn.accept("a tracker does not answer: it may lack the end of this training");
    }
  }
}
