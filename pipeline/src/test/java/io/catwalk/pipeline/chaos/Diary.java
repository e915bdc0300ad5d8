package io.catwalk.pipeline.chaos;

import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Locale;

/** Tells on stdout what happens, and when. */
final class Diary {

  private Diary() {}

  static void note(String format, Object... values) {
    System.out.println(
        String.format(Locale.ROOT, "%tT ", LocalTime.now(ZoneId.systemDefault()))
            + String.format(Locale.ROOT, format, values));
  }
}
