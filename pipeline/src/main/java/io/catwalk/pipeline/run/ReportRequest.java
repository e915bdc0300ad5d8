package io.catwalk.pipeline.run;

/**
 * What a report tells of, and in which form. Exactly one of run and model is given.
 *
 * @param run a run's id in storage, or the path or URI of its folder; null for an index
 * @param baseline the run to compare with, likewise; null for none
 * @param model every run of this network is listed; null where a run is named
 * @param format of the report
 * @param out path or URI of the file; null takes the usual place
 */
public record ReportRequest(String run, String baseline, String model, Format format, String out) {

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

  public ReportRequest {
    if ((run == null) == (model == null)) {
      throw new IllegalArgumentException("expected either a run or a model");
    }
    if (baseline != null && run == null) {
      throw new IllegalArgumentException("expected a run where there is a baseline");
    }
  }
}
