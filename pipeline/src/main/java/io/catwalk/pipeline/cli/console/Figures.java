package io.catwalk.pipeline.cli.console;

import java.util.List;
import java.util.Locale;

/** Numbers as a person reads them. */
public final class Figures {

  private Figures() {}

  /** {@code 61,706}. */
  public static String count(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  /** Four decimals; {@code unknown} for what is not a number. */
  static String ratio(double number) {
    return Double.isNaN(number) ? "unknown" : String.format(Locale.ROOT, "%.4f", number);
  }

  /** {@code 4.2 s} below a minute, {@code 3:04 min} below an hour, else {@code 2:03:04 h}. */
  public static String duration(double seconds) {
    if (seconds < 59.95) {
      return String.format(Locale.ROOT, "%.1f s", seconds);
    }
    long whole = Math.round(seconds);
    return whole < 3600
        ? String.format(Locale.ROOT, "%d:%02d min", whole / 60, whole % 60)
        : String.format(Locale.ROOT, "%d:%02d:%02d h", whole / 3600, whole / 60 % 60, whole % 60);
  }

  /** {@code 345 bytes}, {@code 9.3 kB}, {@code 12.4 MB} or {@code 1.2 GB}; a kB is 1000 bytes. */
  static String size(long bytes) {
    if (bytes < 1000) {
      return bytes + " bytes";
    }
    double size = bytes / 1e3;
    for (String unit : List.of("kB", "MB")) {
      if (size < 999.95) {
        return String.format(Locale.ROOT, "%.1f %s", size, unit);
      }
      size /= 1e3;
    }
    return String.format(Locale.ROOT, "%,.1f GB", size);
  }

  /** {@code 8,120 images/s}. */
  static String speed(double imagesPerSecond) {
    return count(Math.round(imagesPerSecond)) + " images/s";
  }
}
