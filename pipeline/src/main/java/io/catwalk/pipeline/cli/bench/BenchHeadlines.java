package io.catwalk.pipeline.cli.bench;

import io.catwalk.pipeline.bench.AccuracyReport;
import io.catwalk.pipeline.bench.IngestReport;
import io.catwalk.pipeline.bench.SparkMlReport;
import io.catwalk.pipeline.bench.StepReport;
import io.catwalk.pipeline.bench.TrainReport;
import io.catwalk.pipeline.cli.console.Figures;
import io.catwalk.pipeline.cli.console.Table;
import java.util.Locale;

/** Measurements as tables for a person. */
final class BenchHeadlines {

  private BenchHeadlines() {}

  static String of(StepReport report) {
    Table table = new Table("COMPUTED BY", ">IMAGES/S", ">CATWALK IS");
    table.row(
        "catwalk, " + report.device(), Figures.count(Math.round(report.imagesPerSecond())), "");
    row(table, "stock Deeplearning4j", report.stockImagesPerSecond(), report.ratioToStock());
    row(
        table,
        "PyTorch " + report.pytorchVersion(),
        report.pytorchImagesPerSecond(),
        report.ratioToPytorch());
    return String.format(
        Locale.ROOT,
        "%s, %s, minibatch %d on %s: %.3f ms, %s bytes of heap a step%n%n%s",
        report.model(),
        report.mode(),
        report.minibatch(),
        report.data(),
        report.milliseconds(),
        Figures.count(report.heapBytesPerStep()),
        table);
  }

  static String of(IngestReport report) {
    Table table = new Table("DECODER", ">IMAGES/S", ">CATWALK IS");
    table.row("catwalk", Figures.count(Math.round(report.imagesPerSecond())), "");
    row(table, "OpenCV, reduced decode", report.opencvImagesPerSecond(), report.ratioToOpencv());
    String pillow = "Pillow " + report.pillowVersion();
    row(table, pillow, report.pillowImagesPerSecond(), report.ratioToPillow());
    row(
        table,
        pillow + ", reduced decode",
        report.pillowReducedImagesPerSecond(),
        report.ratioToPillowReduced());
    return String.format(
        Locale.ROOT,
        "%s images of %s to %s, %s unreadable; %.2f of 255 from decoding in full, OpenCV's reduced decode %.2f%n%n%s",
        Figures.count(report.images()),
        report.source(),
        report.size(),
        Figures.count(report.unreadable()),
        report.meanAbsoluteDifference(),
        report.opencvDifference(),
        table);
  }

  static String of(TrainReport report) {
    Table table = new Table("EPOCHS OF", ">IMAGES/S", ">CATWALK IS");
    table.row("catwalk", Figures.count(Math.round(report.imagesPerSecond())), "");
    row(
        table,
        report.workers() + " independent loops",
        report.loopsImagesPerSecond(),
        report.ratioToLoops());
    row(table, "stock Deeplearning4j", report.stockImagesPerSecond(), report.ratioToStock());
    row(
        table,
        "PyTorch " + report.pytorchVersion() + ", DDP",
        report.pytorchImagesPerSecond(),
        report.ratioToPytorch());
    return String.format(
        Locale.ROOT,
        "%s, %d workers, minibatch %d, frequency %d, %s on %s: %s images an epoch of %s%n%n%s",
        report.model(),
        report.workers(),
        report.minibatch(),
        report.frequency(),
        report.updater(),
        report.master(),
        Figures.count(report.images()),
        report.data(),
        table);
  }

  static String of(SparkMlReport report) {
    Table table = new Table("DONE BY", ">IMAGES", ">IMAGES/S", ">RATE", ">BY PROCESSOR TIME");
    report.trainings().forEach(speed -> row(table, report.images(), speed));
    report.scorings().forEach(speed -> row(table, report.scored(), speed));
    return String.format(
        Locale.ROOT,
        "%s, %d workers, minibatch %d, frequency %d on %s: images of %s, epochs %d; parameters %s%n%n%s",
        report.model(),
        report.workers(),
        report.minibatch(),
        report.frequency(),
        report.master(),
        report.data(),
        report.epochs(),
        report.sameParameters() ? "equal" : "DIFFERENT",
        table);
  }

  private static void row(Table table, int images, SparkMlReport.Speed speed) {
    table.row(
        speed.of(),
        Figures.count(images),
        Figures.count(Math.round(speed.imagesPerSecond())),
        String.format(Locale.ROOT, "%.2f", speed.ratio()),
        speed.processorRatio() == null
            ? ""
            : String.format(Locale.ROOT, "%.2f", speed.processorRatio()));
  }

  static String of(AccuracyReport report) {
    Table table = new Table("ROW", ">EPOCHS", ">TIME", ">ACCURACY", ">AT LEAST", "", "WHAT");
    StringBuilder commands = new StringBuilder();
    for (AccuracyReport.Row row : report.rows()) {
      table.row(
          row.name(),
          Integer.toString(row.epochs()),
          Figures.duration(row.seconds()),
          accuracy(row.accuracy()),
          row.atLeast() == null ? "" : accuracy(row.atLeast()),
          row.reached() == null ? "" : row.reached() ? "yes" : "no",
          row.what());
      commands.append(row.command()).append('\n');
    }
    return table + "\n" + commands;
  }

  private static String accuracy(double share) {
    return String.format(Locale.ROOT, "%.4f", share);
  }

  private static void row(Table table, String name, Double speed, Double ratio) {
    if (speed != null) {
      table.row(
          name,
          Figures.count(Math.round(speed)),
          String.format(Locale.ROOT, "%.2f times as fast", ratio));
    }
  }
}
