package io.catwalk.pipeline.cli.bench;

import io.catwalk.pipeline.bench.RoundReport;
import io.catwalk.pipeline.cli.console.Figures;
import io.catwalk.pipeline.cli.console.Table;
import java.util.Locale;

/** What averaging rounds cost, for a person. */
final class RoundHeadline {

  private RoundHeadline() {}

  static String of(RoundReport report) {
    return String.format(
            Locale.ROOT,
            "%s, %d workers, minibatch %d, frequency %d on %s: a round takes %.1f ms, %.1f of them beyond training%n",
            report.model(),
            report.workers(),
            report.minibatch(),
            report.frequency(),
            report.master(),
            report.milliseconds(),
            report.fixedMilliseconds())
        + String.format(
            Locale.ROOT,
            "%s images/s, %.2f of as many independent loops; %s bytes of state each way%n%n",
            Figures.count(Math.round(report.imagesPerSecond())),
            report.ratioToLoops(),
            Figures.count(report.stateBytes()))
        + parts(report.parts())
        + "\n"
        + scaling(report)
        + "\n"
        + memory(report)
        + "\n"
        + String.join("\n", report.advice())
        + "\n";
  }

  private static Table parts(RoundReport.Parts parts) {
    Table table = new Table("PART", ">MS");
    table.row("schedule", number(parts.schedule()));
    table.row("broadcast", number(parts.broadcast()));
    table.row("restore", number(parts.restore()));
    table.row("compute", number(parts.compute()));
    table.row("collect", number(parts.collect()));
    table.row("average", number(parts.average()));
    table.row("idle, of a worker", number(parts.idle()));
    return table;
  }

  private static Table scaling(RoundReport report) {
    Table table = new Table(">WORKERS", ">OVERHEAD", ">TIMES AS FAST", ">FREQUENCY FOR 5 %");
    for (RoundReport.Scale scale : report.scaling()) {
      table.row(
          Figures.count(scale.workers()),
          String.format(Locale.ROOT, "%.1f %%", 100 * scale.overhead()),
          number(scale.speedUp()),
          Figures.count(scale.smallestFrequency()));
    }
    return table;
  }

  private static Table memory(RoundReport report) {
    Table table = new Table("MIB, START > END", ">HEAP", ">PROCESS", ">BROADCASTS");
    for (RoundReport.Memory memory : report.memory()) {
      table.row(
          memory.process().equals("driver") ? "driver" : "executor " + memory.process(),
          change(memory.heapStart(), memory.heapEnd()),
          change(memory.residentStart(), memory.residentEnd()),
          change(memory.broadcastStart(), memory.broadcastEnd()));
    }
    return table;
  }

  private static String change(double start, double end) {
    return number(start) + " > " + number(end);
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%,.1f", value);
  }
}
