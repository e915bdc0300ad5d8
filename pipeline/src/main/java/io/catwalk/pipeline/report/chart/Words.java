package io.catwalk.pipeline.report.chart;

import io.catwalk.pipeline.Counted;
import io.catwalk.pipeline.compare.Interval;
import java.util.Locale;

/**
 * Numbers as a reader of English reads them, with spaces that keep a number and its unit on one
 * line.
 */
public final class Words {

  /** Between a number and its unit. */
  private static final String THIN = "\u202f";

  private static final String UNKNOWN = "–";

  private Words() {}

  /** {@code 10,000}. */
  public static String count(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  /** {@code 1 image}, {@code 2 images}, {@code 3 classes}, {@code 4 minibatches}. */
  public static String count(long number, String noun) {
    return Counted.of(number, noun).replaceFirst(" ", "\u00a0");
  }

  /** {@code 89.6 %} of 0.896. */
  public static String percent(double share) {
    return Double.isFinite(share)
        ? String.format(Locale.ROOT, "%.1f", 100 * share) + THIN + "%"
        : UNKNOWN;
  }

  /** As {@link #percent(double)}; a dash for what is not defined. */
  public static String percent(Double share) {
    return share == null ? UNKNOWN : percent(share.doubleValue());
  }

  /** Three decimals. */
  public static String ratio(double number) {
    return Double.isFinite(number) ? String.format(Locale.ROOT, "%.3f", number) : UNKNOWN;
  }

  /** As {@link #ratio(double)}; a dash for what is not defined. */
  public static String ratio(Double number) {
    return number == null ? UNKNOWN : ratio(number.doubleValue());
  }

  /** {@code +1.3} or {@code −0.2} of a difference of shares, in percentage points. */
  public static String points(double difference) {
    String digits = String.format(Locale.ROOT, "%.1f", 100 * Math.abs(difference));
    return digits.equals("0.0") ? "0.0" : (difference < 0 ? "−" : "+") + digits;
  }

  /** {@code +0.013} or {@code −0.002}. */
  public static String difference(double difference) {
    String digits = String.format(Locale.ROOT, "%.3f", Math.abs(difference));
    return digits.equals("0.000") ? digits : (difference < 0 ? "−" : "+") + digits;
  }

  /** {@code 89.0 to 90.2 %}. */
  public static String percentRange(Interval interval) {
    return interval == null
        ? UNKNOWN
        : String.format(
            Locale.ROOT, "%.1f to %.1f%s%%", 100 * interval.low(), 100 * interval.high(), THIN);
  }

  /** {@code 0.890 to 0.902}. */
  public static String ratioRange(Interval interval) {
    return interval == null
        ? UNKNOWN
        : String.format(Locale.ROOT, "%.3f to %.3f", interval.low(), interval.high());
  }

  /** {@code 4.2 s}, {@code 3 min 04 s}, {@code 2 h 03 min}. */
  public static String duration(double seconds) {
    if (seconds < 59.95) {
      return String.format(Locale.ROOT, "%.1f%ss", seconds, THIN);
    }
    long whole = Math.round(seconds);
    return whole < 3600
        ? String.format(Locale.ROOT, "%d%smin %02d%ss", whole / 60, THIN, whole % 60, THIN)
        : String.format(Locale.ROOT, "%d%sh %02d%smin", whole / 3600, THIN, whole / 60 % 60, THIN);
  }

  /** {@code p = 0.031}, {@code p < 0.001}. */
  public static String probability(double p) {
    return p < 0.001 ? "p < 0.001" : String.format(Locale.ROOT, "p = %.3f", p);
  }

  /** {@code 2026-11-22 02:20 UTC} of an ISO-8601 time; as it is where it is none. */
  public static String time(String iso) {
    return iso == null
        ? UNKNOWN
        : iso.matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d.*")
            ? iso.substring(0, 10) + " " + iso.substring(11, 16) + " UTC"
            : iso;
  }
}
