package io.catwalk.pipeline.notebook;

import io.catwalk.pipeline.runs.History.Epoch;
import io.catwalk.pipeline.train.TrainingListener;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** A progress bar as HTML that a notebook shows in place of the last one. */
public final class ProgressHtml implements TrainingListener {

  private static final long PAUSE = 200_000_000;
  private static final String DONE = "#0072b2";

  private final Consumer<String> shown;
  private final LongSupplier clock;
  private int epoch;
  private int epochs;
  private long examples;
  private long last;
  private String judged = "";

  /**
   * @param shown takes each new bar
   */
  public ProgressHtml(Consumer<String> shown) {
    this(shown, System::nanoTime);
  }

  /**
   * @param clock in nanoseconds, from any start
   */
  ProgressHtml(Consumer<String> shown, LongSupplier clock) {
    this.shown = shown;
    this.clock = clock;
  }

  @Override
  public void epochStarted(int number, int planned, long count) {
    epoch = number;
    epochs = planned;
    examples = count;
    show(0, "");
  }

  @Override
  public void advanced(long done, double loss) {
    if (clock.getAsLong() - last >= PAUSE) {
      show(done, Double.isNaN(loss) ? "" : String.format(Locale.ROOT, "loss %.3f", loss));
    }
  }

  @Override
  public void epochFinished(Epoch result) {
    judged = String.format(Locale.ROOT, "accuracy %.3f", result.validationAccuracy());
    show(examples, "");
  }

  private void show(long done, String loss) {
    last = clock.getAsLong();
    long whole = (epoch - 1) * examples + done;
    long percent = Math.round(100.0 * whole / (epochs * examples));
    shown.accept(
        String.format(
            Locale.ROOT,
            "<div style=\"font: 13px sans-serif\">epoch %d of %d"
                + "<div style=\"display: inline-block; width: 240px; margin: 0 8px; background: #d5dae1\">"
                + "<div style=\"width: %d%%; height: 10px; background: %s\"></div></div>"
                + "%d%% %s %s</div>",
            epoch,
            epochs,
            percent,
            DONE,
            percent,
            loss,
            judged));
  }
}
