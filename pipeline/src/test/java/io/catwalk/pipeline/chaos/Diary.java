package io.catwalk.pipeline.chaos;

import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** Tells on stdout what happens, and when. */
final class Diary {

  private Diary() {}

  static void note(String format, Object... values) {
    System.out.println(
        LocalTime.now().truncatedTo(ChronoUnit.SECONDS)
            + " "
            + String.format(Locale.ROOT, format, values));
  }
}
