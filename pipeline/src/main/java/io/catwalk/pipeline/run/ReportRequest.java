package io.catwalk.pipeline.run;

import java.util.Optional;

/**
 * What a report tells of, and in which form.
 *
 * @param out path or URI of the file; empty takes the usual place
 */
public record ReportRequest(Subject subject, Format format, Optional<String> out) {

  /** What it tells of. */
  public sealed interface Subject {}

  /**
   * One run.
   *
   * @param run its id in storage, or the path or URI of its folder
   * @param baseline the run to compare with, likewise; empty for none
   */
  public record Run(String run, Optional<String> baseline) implements Subject {}

  /**
   * An index of all runs of a network.
   *
   * @param model the network's name
   */
  public record AllRuns(String model) implements Subject {}

  /** Forms of a report. */
  public enum Format {
    HTML("html"),
    MARKDOWN("md"),
    JSON("json");

    private final String extension;

    Format(String extension) {
      this.extension = extension;
    }

    /** Of a file, without the dot. */
    public String extension() {
      return extension;
    }
  }
}
