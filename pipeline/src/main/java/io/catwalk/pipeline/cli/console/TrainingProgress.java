package io.catwalk.pipeline.cli.console;

import io.catwalk.pipeline.runs.History.Epoch;
import io.catwalk.pipeline.train.TrainingListener;
import java.util.List;
import java.util.Locale;
import java.util.function.LongSupplier;

/** A bar an epoch with speed, loss and the time left for all epochs, and a line when it is over. */
final class TrainingProgress implements TrainingListener {

  private static final double NANOSECONDS = 1e9;

  private final Console console;
  private final Bars bars;
  private final LongSupplier clock;
  private int epochs;
  private long began;
  private int epochsDone;

  /**
   * @param clock in nanoseconds, from any start
   */
  TrainingProgress(Console console, Bars bars, LongSupplier clock) {
    this.console = console;
    this.bars = bars;
    this.clock = clock;
  }

  @Override
  public void started(String network, int workers, long examples) {
    console.say(
        String.format(
            Locale.ROOT,
            "training: %s on %,d images, by %s",
            network,
            examples,
            workers == 1 ? "1 worker" : workers + " workers"));
  }

  @Override
  public void shownAt(String uri) {
    console.say("to watch it in a browser: " + uri);
  }

  @Override
  public void foldStarted(int fold, int folds, long examples) {
    console.say(
        String.format(
            Locale.ROOT,
            "fold %d of %d: a network on %,d of the images, which then judges the others",
            fold,
            folds,
            examples));
  }

  @Override
  public void evaluating(long examples) {
    console.say("evaluation: " + Figures.count(examples) + " test images");
  }

  @Override
  public void epochStarted(int epoch, int planned, long examples) {
    if (epochs == 0) {
      began = clock.getAsLong();
    }
    epochs = planned;
    bars.start("epoch " + epoch + "/" + planned, examples, examples * (planned - epoch));
  }

  @Override
  public void advanced(long done, double loss) {
    bars.advance(done, Double.isNaN(loss) ? "" : "loss " + Figures.ratio(loss));
  }

  @Override
  public void epochFinished(Epoch result) {
    bars.end();
    epochsDone++;
    StringBuilder line = new StringBuilder("epoch " + result.epoch() + "/" + epochs + ": ");
    line.append(Figures.count(result.examples())).append(" images in ");
    line.append(Figures.duration(result.seconds()));
    line.append(" (").append(Figures.speed(result.imagesPerSecond())).append(")");
    if (!Double.isNaN(result.trainLoss())) {
      line.append(", loss ").append(Figures.ratio(result.trainLoss()));
    }
    if (!Double.isNaN(result.validationAccuracy())) {
      line.append(", validation loss ").append(Figures.ratio(result.validationLoss()));
      line.append(", validation accuracy ").append(Figures.ratio(result.validationAccuracy()));
    }
    int left = epochs - result.epoch();
    if (left > 0) {
      double seconds = (clock.getAsLong() - began) / NANOSECONDS / epochsDone * left;
      line.append(", ").append(Figures.duration(seconds)).append(" left");
    }
    console.say(line.toString());
  }

  @Override
  public void endedEarly(int epoch, int best) {
    console.say("no improvement since epoch " + best + ": training ends early");
  }

  @Override
  public void resumed(int epoch, int round, String checkpoint, List<Epoch> before) {
    console.say(
        "going on "
            + (round == 0 ? "before" : "after round " + round + " of")
            + " epoch "
            + epoch
            + " from "
            + checkpoint);
  }

  @Override
  public void warned(String message) {
    new TrainingWarnings(console).warned(message);
  }

  /** Shows what is wrong and nothing else. */
  record TrainingWarnings(Console console) implements TrainingListener {

    @Override
    public void warned(String message) {
      console.say("catwalk: warning: " + message);
    }
  }
}
