package io.catwalk.pipeline.report;

import io.catwalk.pipeline.Json;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** What was found out about a run, in the forms in which people want it. */
public final class Report {

  private final Analysis analysis;

  Report(Analysis analysis) {
    this.analysis = analysis;
  }

  /**
   * A page of a report.
   *
   * @param name of its file
   * @param content UTF-8
   */
  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  public record Page(String name, byte[] content) {}

  /**
   * One page that needs nothing but itself, as UTF-8.
   *
   * @param name of its file, by which {@link #beside} is linked
   */
  public byte[] html(String name) {
    return Pages.render("report.jte", ReportPage.of(analysis, mistakesName(name)));
  }

  /**
   * The page of all mistakes, which lies beside the report: to be written before it, so that no
   * link leads to nothing. Empty where there is no mistake.
   *
   * @param name of the report's file
   */
  public Optional<Page> beside(String name) {
    return mistakesName(name)
        .map(
            beside ->
                new Page(beside, Pages.render("mistakes.jte", MistakesPage.of(analysis, name))));
  }

  /** How many examples are not what they were taken for. */
  public long mistakes() {
    return analysis.choice().mistakes();
  }

  private Optional<String> mistakesName(String name) {
    return mistakes() == 0 ? Optional.empty() : Optional.of(MistakesPage.nameBeside(name));
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
