package io.catwalk.pipeline.doctor;

import java.util.Locale;

/**
 * What one check has found.
 *
 * @param check its name
 * @param what is so, in a line
 * @param why it matters; empty where all is well
 * @param cure the setting that mends it; empty where all is well
 */
public record Finding(String check, Severity severity, String what, String why, String cure) {

  static Finding ok(String check, String what) {
    return new Finding(check, Severity.OK, what, "", "");
  }

  static Finding warning(String check, String what, String why, String cure) {
    return new Finding(check, Severity.WARNING, what, why, cure);
  }

  static Finding error(String check, String what, String why, String cure) {
    return new Finding(check, Severity.ERROR, what, why, cure);
  }

  /** All of it in one line. */
  public String line() {
    return severity == Severity.OK
        ? check + ": " + what
        : String.format(Locale.ROOT, "%s: %s: %s; %s", check, what, why, cure);
  }
}
