package io.catwalk.pipeline.cli.console;

import io.catwalk.pipeline.Counted;
import io.catwalk.pipeline.doctor.Diagnosis;
import io.catwalk.pipeline.doctor.Finding;
import io.catwalk.pipeline.doctor.ProcessFacts;
import io.catwalk.pipeline.doctor.Severity;
import java.util.Locale;

/** What the doctor found, for a terminal. */
public final class DiagnosisText {

  private static final double GIB = 1L << 30;

  private DiagnosisText() {}

  public static String of(Diagnosis diagnosis) {
    StringBuilder text = new StringBuilder();
    if (!diagnosis.processes().isEmpty()) {
      text.append(processes(diagnosis)).append('\n');
    }
    text.append(findings(diagnosis)).append('\n');
    diagnosis.findings().stream()
        .filter(finding -> finding.severity() != Severity.OK)
        .forEach(finding -> explain(finding, text));
    return text.append(verdict(diagnosis)).toString();
  }

  private static String processes(Diagnosis diagnosis) {
    Table table =
        new Table(
            "process",
            "host",
            "java",
            ">slots",
            ">threads",
            ">cores",
            ">heap",
            ">off-heap",
            ">limit",
            "engine",
            ">images/s");
    for (ProcessFacts process : diagnosis.processes()) {
      table.row(
          process.process(),
          process.host(),
          process.versions().java(),
          String.valueOf(process.slots()),
          String.valueOf(process.cores().ompThreads()),
          String.valueOf(process.cores().usable()),
          gib(process.memory().heap()),
          gib(process.memory().offHeap()),
          gib(process.memory().limit()),
          process.natives().engine() == null ? "-" : process.natives().engine(),
          process.imagesPerSecond() == 0
              ? "-"
              : Figures.count(Math.round(process.imagesPerSecond())));
    }
    return table.toString();
  }

  private static String gib(long bytes) {
    return bytes == Long.MAX_VALUE ? "-" : String.format(Locale.ROOT, "%.1f GiB", bytes / GIB);
  }

  private static String findings(Diagnosis diagnosis) {
    Table table = new Table("check", "verdict", "what");
    diagnosis
        .findings()
        .forEach(finding -> table.row(finding.check(), finding.severity().word(), finding.what()));
    return table.toString();
  }

  private static void explain(Finding finding, StringBuilder text) {
    text.append(finding.severity().word())
        .append(": ")
        .append(finding.what())
        .append("\n  why:  ")
        .append(finding.why())
        .append("\n  cure: ")
        .append(finding.cure())
        .append("\n\n");
  }

  private static String verdict(Diagnosis diagnosis) {
    long warnings = diagnosis.count(Severity.WARNING);
    long errors = diagnosis.count(Severity.ERROR);
    String seconds = " (" + Figures.duration(diagnosis.seconds()) + ")";
    if (errors > 0) {
      return "A job would fail: "
          + Counted.of(errors, "error")
          + ", "
          + Counted.of(warnings, "warning")
          + seconds;
    }
    return "A job can run"
        + (warnings == 0 ? "" : ", with " + Counted.of(warnings, "warning"))
        + seconds;
  }
}
