package io.catwalk.pipeline.run;

import io.catwalk.pipeline.CatwalkException;
import io.catwalk.pipeline.report.LiveReport;
import io.catwalk.pipeline.report.LiveReport.State;
import io.catwalk.pipeline.runs.History.Epoch;
import io.catwalk.pipeline.runs.RunPaths;
import io.catwalk.pipeline.storage.ArtifactStore;
import io.catwalk.pipeline.train.TrainingListener;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A page that shows a training while it runs: {@code live/RUN.html} in storage, written anew as it
 * goes on, so that no server is needed. What fails here fails no training, and none waits for it.
 */
final class LivePage implements TrainingListener, AutoCloseable {

  private static final String FOLDER = "live";
  private static final String ENDING = ".html";
  private static final int REFRESH_SECONDS = 5;
  private static final Duration LONGEST_END = Duration.ofSeconds(10);

  private final TrainingListener next;
  private final ArtifactStore store;
  private final String runId;
  private final ExecutorService writer = Executors.newSingleThreadExecutor(LivePage::daemon);

  /** One that waits writes what is the newest by then. */
  private final AtomicBoolean waiting = new AtomicBoolean();

  private final List<Epoch> history = new ArrayList<>();
  private LiveReport.Training training;
  private State state = State.RUNS;
  private long done;
  private double loss = Double.NaN;
  private long asked;
  private boolean told;
  private boolean warned;

  /**
   * @param next hears all of it too, and where the page is
   */
  LivePage(ArtifactStore store, String runId, TrainingListener next) {
    this.store = store;
    this.runId = runId;
    this.next = next;
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
      due = System.nanoTime() - asked > TimeUnit.SECONDS.toNanos(REFRESH_SECONDS);
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
    if (waiting.compareAndSet(false, true)) {
      writer.execute(this::writeNow);
    }
  }

  private void writeNow() {
    waiting.set(false);
    try {
      if (!told) {
        clearFinished();
      }
      store.write(
          path(),
          newest().html(REFRESH_SECONDS, "../" + RunPaths.folder(runId) + "/" + RunPaths.REPORT));
      if (!told) {
        told = true;
        next.shownAt(store.resolve(path()).toString());
      }
    } catch (CatwalkException e) {
      failed(e);
    }
  }

  private synchronized LiveReport newest() {
    return new LiveReport(training, state, history, done, loss);
  }

  private String path() {
    return FOLDER + "/" + runId + ENDING;
  }

  /** Pages of runs that are finished lead nowhere that their reports do not. */
  private void clearFinished() {
    for (String name : store.list(FOLDER)) {
      if (name.endsWith(ENDING)
          && store.exists(RunPaths.folder(name.substring(0, name.length() - ENDING.length())))) {
        store.delete(FOLDER + "/" + name);
      }
    }
  }

  /** Leads to the report, where there is one. */
  @Override
  public void close() {
    boolean begun;
    synchronized (this) {
      begun = training != null && training.epochs() > 0;
    }
    if (begun) {
      writer.execute(this::end);
    }
    writer.shutdown();
    try {
      if (!writer.awaitTermination(LONGEST_END.toMillis(), TimeUnit.MILLISECONDS)) {
        writer.shutdownNow();
      }
    } catch (InterruptedException e) {
      writer.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }

  private void end() {
    try {
      boolean finished = store.exists(RunPaths.folder(runId) + "/" + RunPaths.REPORT);
      synchronized (this) {
        state = finished ? State.FINISHED : State.STOPPED;
      }
      writeNow();
    } catch (CatwalkException e) {
      failed(e);
    }
  }

  /** A storage that comes back gets the next page; that it was away is told once. */
  private void failed(CatwalkException failure) {
    if (!warned) {
      warned = true;
      next.warned("The page that shows the training is not up to date: " + failure.getMessage());
    }
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "catwalk-live-page");
    thread.setDaemon(true);
    return thread;
  }
}
