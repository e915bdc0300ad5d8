package io.catwalk.pipeline.cli.console;

import io.catwalk.pipeline.cli.console.TrainingProgress.TrainingWarnings;
import io.catwalk.pipeline.ingest.IngestListener;
import io.catwalk.pipeline.run.ProgressListeners;

/**
 * Shows on stderr how a job gets on. Closing it ends a bar that is still moving, so that what
 * follows stands by itself.
 */
public final class Progress implements AutoCloseable {

  private final ProgressListeners listeners;
  private final Runnable end;

  private Progress(ProgressListeners listeners, Runnable end) {
    this.listeners = listeners;
    this.end = end;
  }

  /** A bar on a terminal, a plain line an epoch elsewhere, warnings alone when quiet. */
  public static Progress on(Console console, boolean quiet) {
    if (quiet) {
      return new Progress(
          new ProgressListeners(IngestListener.SILENT, new TrainingWarnings(console)), () -> {});
    }
    Bars bars = console.terminal() ? new Bars(console) : Bars.none();
    return new Progress(
        new ProgressListeners(
            new IngestProgress(console, bars),
            new TrainingProgress(console, bars, System::nanoTime)),
        bars::end);
  }

  public ProgressListeners listeners() {
    return listeners;
  }

  @Override
  public void close() {
    end.run();
  }
}
