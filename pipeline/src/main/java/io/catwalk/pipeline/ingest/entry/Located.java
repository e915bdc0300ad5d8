package io.catwalk.pipeline.ingest.entry;

import java.util.regex.Pattern;

/**
 * An entry and what holds it.
 *
 * @param label the class that its container gives it; empty where its path alone may tell
 */
public record Located(Container container, SourceEntry entry, String label) {

  /** What Hive writes for null, and numbers below 0, which nobody counts from, are no classes. */
  private static final Pattern NO_LABEL = Pattern.compile("__HIVE_DEFAULT_PARTITION__|-\\d+");

  public Located {
    label = NO_LABEL.matcher(label.strip()).matches() ? "" : label.strip();
  }

  public Located(Container container, SourceEntry entry) {
    this(container, entry, "");
  }

  public String path() {
    return entry.path();
  }
}
