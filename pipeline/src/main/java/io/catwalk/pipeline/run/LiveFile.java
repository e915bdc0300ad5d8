package io.catwalk.pipeline.run;

import io.catwalk.pipeline.BackgroundThread;
import io.catwalk.pipeline.report.LiveReport;
import io.catwalk.pipeline.runs.RunPaths;
import io.catwalk.pipeline.storage.ArtifactStore;
import io.catwalk.pipeline.train.TrainingListener;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/**
 * The file {@code live/RUN.html} of a training that is under way, written by a thread of its own:
 * whatever fails here is told once and fails no training, and none waits for it.
 */
final class LiveFile {

  static final int REFRESH_SECONDS = 5;

  private static final String FOLDER = "live";
  private static final String ENDING = ".html";

  private final ArtifactStore store;
  private final String runId;
  private final TrainingListener listener;
  private final BackgroundThread writer = new BackgroundThread("catwalk-live-page");

  /** What waits to be written is made when its turn comes, so one is enough. */
  private final AtomicBoolean waiting = new AtomicBoolean();

  private boolean shown;
  private boolean warned;

  /**
   * @param listener hears where the page is, or that it is not up to date
   */
  LiveFile(ArtifactStore store, String runId, TrainingListener listener) {
    this.store = store;
    this.runId = runId;
    this.listener = listener;
  }

  /** Writes soon. */
  void write(Supplier<LiveReport> newest) {
    if (waiting.compareAndSet(false, true)) {
      writer.execute(
          () -> {
            waiting.set(false);
            writeOrTell(newest);
          });
    }
  }

  /** Writes for the last time. */
  void writeLast(Supplier<LiveReport> newest) {
    writer.execute(() -> writeOrTell(newest));
  }

  /** Whether the run has the report to which the page leads. */
  boolean hasReport() {
    return store.exists(report());
  }

  /**
   * Ends the thread.
   *
   * @param patience for which it may still write
   */
  void close(Duration patience) {
    writer.end(patience);
  }

  private void writeOrTell(Supplier<LiveReport> newest) {
    try {
      if (!shown) {
        clearOthers();
      }
      String path = FOLDER + "/" + runId + ENDING;
      store.write(path, newest.get().html(REFRESH_SECONDS, "../" + report()));
      if (!shown) {
        shown = true;
        listener.shownAt(store.resolve(path).toString());
      }
    } catch (RuntimeException e) {
      // A storage that comes back gets the next page.
      if (!warned) {
        warned = true;
        listener.warned("The page that shows the training is not up to date: " + e.getMessage());
      }
    }
  }

  /** Pages of trainings that neither run nor can go on. */
  private void clearOthers() {
    for (String name : store.list(FOLDER)) {
      if (name.endsWith(ENDING)
          && !store.exists(
              StoredTraining.folder(name.substring(0, name.length() - ENDING.length())))) {
        store.delete(FOLDER + "/" + name);
      }
    }
  }

  private String report() {
    return RunPaths.folder(runId) + "/" + RunPaths.REPORT;
  }
}
