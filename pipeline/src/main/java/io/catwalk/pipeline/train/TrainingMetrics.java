package io.catwalk.pipeline.train;

import io.catwalk.pipeline.runs.History.Epoch;
import io.catwalk.pipeline.spark.JobMetrics;
import java.util.List;

/** Passes on what a listener is told, and shows it in Spark's metrics system meanwhile. */
final class TrainingMetrics implements TrainingListener, AutoCloseable {

  private final TrainingListener next;
  private final Runnable progressed;
  private final JobMetrics shown;
  private volatile int epoch;
  private volatile int round;
  private volatile long epochImages;
  private volatile double imagesPerSecond = Double.NaN;
  private volatile double roundSeconds = Double.NaN;
  private volatile double loss = Double.NaN;
  private volatile double validationAccuracy = Double.NaN;
  private long earlier;

  /**
   * @param progressed called after each averaging, too
   */
  TrainingMetrics(TrainingListener next, Runnable progressed) {
    this.next = next;
    this.progressed = progressed;
    this.shown =
        new JobMetrics("train")
            .with("epoch", () -> epoch)
            .with("round", () -> round)
            .with("epoch_images", () -> epochImages)
            .with("images_per_second", () -> imagesPerSecond)
            .with("round_seconds", () -> roundSeconds)
            .with("loss", () -> loss)
            .with("validation_accuracy", () -> validationAccuracy)
            .show();
  }

  @Override
  public void epochStarted(int number, int epochs, long examples) {
    epoch = number;
    round = 0;
    epochImages = 0;
    earlier = System.nanoTime();
    next.epochStarted(number, epochs, examples);
  }

  @Override
  public void advanced(long done, double mean) {
    long now = System.nanoTime();
    roundSeconds = (now - earlier) / 1e9;
    // An epoch that goes on from a checkpoint begins with what was done before.
    imagesPerSecond = round == 0 ? Double.NaN : (done - epochImages) / roundSeconds;
    earlier = now;
    epochImages = done;
    round++;
    loss = mean;
    progressed.run();
    next.advanced(done, mean);
  }

  @Override
  public void epochFinished(Epoch result) {
    validationAccuracy = result.validationAccuracy();
    imagesPerSecond = result.imagesPerSecond();
    next.epochFinished(result);
  }

  @Override
  public void endedEarly(int number, int best) {
    next.endedEarly(number, best);
  }

  @Override
  public void resumed(int number, int nextRound, String checkpoint, List<Epoch> before) {
    next.resumed(number, nextRound, checkpoint, before);
  }

  @Override
  public void warned(String message) {
    next.warned(message);
  }

  @Override
  public void close() {
    shown.close();
  }
}
