package io.catwalk.pipeline.report;

import io.catwalk.pipeline.Json;
import java.nio.charset.StandardCharsets;

/** What was found out about a run, in the forms in which people want it. */
public final class Report {

  private final Analysis analysis;

  Report(Analysis analysis) {
    this.analysis = analysis;
  }

  /** One page that needs nothing but itself, as UTF-8. */
  public byte[] html() {
    return Pages.render("report.jte", ReportPage.of(analysis));
  }

  /** The verdict and the tables that fit into a pull request or a mail, as UTF-8. */
  public byte[] markdown() {
    return ReportMarkdown.of(analysis).getBytes(StandardCharsets.UTF_8);
  }

  /** All figures for machines, as UTF-8. */
  public byte[] json() {
    return Json.write(ReportDocument.of(analysis));
  }

  /** The verdict in one sentence. */
  public String headline() {
    return Verdict.of(analysis).headline();
  }
}
