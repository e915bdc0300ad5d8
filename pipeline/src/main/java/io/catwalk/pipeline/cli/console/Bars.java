package io.catwalk.pipeline.cli.console;

import java.io.PrintStream;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarConsumer;
import me.tongfei.progressbar.ProgressBarStyle;
import me.tongfei.progressbar.ProgressState;

/** At most one moving bar at the foot of a terminal; without a terminal none at all. */
final class Bars {

  private static final String START_AND_ERASE = "\r\u001b[K";
  private static final int REFRESH_MILLISECONDS = 250;

  private final Console console;
  private ProgressBar bar;

  Bars(Console console) {
    this.console = console;
  }

  /** Shows nothing. */
  static Bars none() {
    return new Bars(null);
  }

  /**
   * Starts a bar in place of any other.
   *
   * @param images that make it full
   * @param after images of later bars, which count for the time left
   */
  void start(String name, long images, long after) {
    end();
    if (console != null) {
      bar =
          ProgressBar.builder()
              .setTaskName(name)
              .setInitialMax(images)
              .setUnit(" images", 1)
              .showSpeed(new DecimalFormat("#,##0", DecimalFormatSymbols.getInstance(Locale.ROOT)))
              .setEtaFunction(state -> timeLeft(state, after))
              .setStyle(ProgressBarStyle.ASCII)
              .setUpdateIntervalMillis(REFRESH_MILLISECONDS)
              .setConsumer(new Line(console.err(), console.columns()))
              .build();
    }
  }

  void advance(long images, String remark) {
    if (bar != null) {
      bar.setExtraMessage(remark.isEmpty() ? "" : ", " + remark);
      bar.stepTo(images);
    }
  }

  /** Takes the bar away. */
  void end() {
    if (bar != null) {
      bar.close();
      bar = null;
      console.err().print(START_AND_ERASE);
      console.err().flush();
    }
  }

  private static Optional<Duration> timeLeft(ProgressState state, long after) {
    if (state.getCurrent() <= 0) {
      return Optional.empty();
    }
    double nanosAnImage = (double) state.getElapsedAfterStart().toNanos() / state.getCurrent();
    long left = Math.max(0, state.getMax() - state.getCurrent()) + after;
    return Optional.of(Duration.ofNanos((long) (nanosAnImage * left)));
  }

  /** One line of a terminal that is written over and over. */
  private record Line(PrintStream err, int columns) implements ProgressBarConsumer {

    @Override
    public int getMaxRenderedLength() {
      return columns - 1;
    }

    @Override
    public void accept(String rendered) {
      err.print(START_AND_ERASE + rendered);
      err.flush();
    }

    @Override
    public void close() {
      err.flush();
    }
  }
}
