package io.catwalk.pipeline.doctor;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** How bad a finding is. */
public enum Severity {
  OK,
  /** A job would run, but slower, less safely or less repeatably than it could. */
  WARNING,
  /** A job would fail. */
  ERROR;

  /** {@code ok}, {@code warning} or {@code error}. */
  @JsonValue
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
