package io.catwalk.pipeline.run;

import io.catwalk.pipeline.report.LiveReport;
import io.catwalk.pipeline.report.LiveReport.State;
import io.catwalk.pipeline.runs.History.Epoch;
import io.catwalk.pipeline.storage.ArtifactStore;
import io.catwalk.pipeline.train.TrainingListener;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A page that shows a training while it runs: {@code live/RUN.html} in storage, written anew as it
 * goes on, so that no server is needed. What fails here fails no training, and none waits for it.
 */
final class LivePage implements TrainingListener, AutoCloseable {

  private static final Duration LONGEST_END = Duration.ofSeconds(10);

  private final TrainingListener next;
  private final LiveFile file;
  private final String runId;
  private final Duration longestEnd;
  private final List<Epoch> history = new ArrayList<>();
  private LiveReport.Training training;
  private State state = State.RUNS;
  private long done;
  private double loss = Double.NaN;
  private long asked;

  /**
   * @param next hears all of it too, and where the page is
   */
  LivePage(ArtifactStore store, String runId, TrainingListener next) {
    this(store, runId, next, LONGEST_END);
  }

  /**
   * @param longestEnd for which closing waits for a storage that neither takes nor refuses
   */
  LivePage(ArtifactStore store, String runId, TrainingListener next, Duration longestEnd) {
    this.file = new LiveFile(store, runId, next);
    this.runId = runId;
    this.next = next;
    this.longestEnd = longestEnd;
  }

  @Override
  public void started(String network, int workers, long examples) {
    synchronized (this) {
      training = new LiveReport.Training(runId, network, workers, examples, 0);
    }
    next.started(network, workers, examples);
  }

  @Override
  public void resumed(int epoch, int round, String checkpoint, List<Epoch> before) {
    synchronized (this) {
      history.addAll(before);
    }
    next.resumed(epoch, round, checkpoint, before);
  }

  @Override
  public void epochStarted(int epoch, int epochs, long examples) {
    synchronized (this) {
      training =
          new LiveReport.Training(runId, training.network(), training.workers(), examples, epochs);
      done = 0;
    }
    write();
    next.epochStarted(epoch, epochs, examples);
  }

  @Override
  public void advanced(long examples, double lastLoss) {
    boolean due;
    synchronized (this) {
      done = examples;
      loss = lastLoss;
      due = System.nanoTime() - asked > TimeUnit.SECONDS.toNanos(LiveFile.REFRESH_SECONDS);
    }
    if (due) {
      write();
    }
    next.advanced(examples, lastLoss);
  }

  @Override
  public void epochFinished(Epoch result) {
    synchronized (this) {
      history.add(result);
    }
    write();
    next.epochFinished(result);
  }

  @Override
  public void endedEarly(int epoch, int best) {
    next.endedEarly(epoch, best);
  }

  @Override
  public void foldStarted(int fold, int folds, long examples) {
    synchronized (this) {
      state = State.EVALUATES;
    }
    write();
    next.foldStarted(fold, folds, examples);
  }

  @Override
  public void evaluating(long examples) {
    synchronized (this) {
      state = State.EVALUATES;
    }
    write();
    next.evaluating(examples);
  }

  @Override
  public void warned(String message) {
    next.warned(message);
  }

  private void write() {
    synchronized (this) {
      asked = System.nanoTime();
    }
    file.write(this::newest);
  }

  private synchronized LiveReport newest() {
    return new LiveReport(training, state, history, done, loss, Instant.now());
  }

  private LiveReport last() {
    boolean reported = file.hasReport();
    synchronized (this) {
      state = reported ? State.FINISHED : State.STOPPED;
    }
    return newest();
  }

  /** Leads to the report, where there is one. */
  @Override
  public void close() {
    boolean begun;
    synchronized (this) {
      begun = training != null && training.epochs() > 0;
    }
    if (begun) {
      file.writeLast(this::last);
    }
    file.close(longestEnd);
  }
}
