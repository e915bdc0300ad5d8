package io.catwalk.pipeline.cli.console;

import io.catwalk.pipeline.Counted;
import io.catwalk.pipeline.ShellWord;
import io.catwalk.pipeline.export.ServeCheckSummary;
import io.catwalk.pipeline.export.ServeFigures;
import java.util.Locale;

/** What a person reads of how a model would serve. */
public final class ServeCheckText {

  private ServeCheckText() {}

  public static String of(ServeCheckSummary check) {
    Table table =
        new Table(
            "",
            ">ONE IMAGE",
            ">99 OF 100",
            ">IMAGES/S, 1 THREAD",
            ">" + Counted.of(check.threads(), "thread").toUpperCase(Locale.ROOT));
    row(table, "model.zip", check.zip());
    row(table, "model.onnx", check.onnx());
    StringBuilder text = new StringBuilder(table + "\n");
    Headlines.line(
        text,
        "agreement",
        String.format(
            Locale.ROOT,
            "probabilities differ by %.1e at most, on %s drawn images",
            check.largestDifference(),
            Figures.count(check.compared())));
    Headlines.line(
        text,
        "model",
        check.model() + " on " + check.shape() + ", " + ShellWord.of(check.modelFile()));
    Headlines.line(text, "model.zip", check.zip().server());
    Headlines.line(text, "model.onnx", check.onnx().server());
    Headlines.line(
        text, "requests", "of one image for latency, of " + check.batch() + " for images/s");
    return text.toString();
  }

  private static void row(Table table, String name, ServeFigures figures) {
    table.row(
        name,
        String.format(Locale.ROOT, "%.3f ms", figures.medianMilliseconds()),
        String.format(Locale.ROOT, "%.3f ms", figures.slowMilliseconds()),
        Figures.count(Math.round(figures.oneThread())),
        Figures.count(Math.round(figures.allThreads())));
  }
}
