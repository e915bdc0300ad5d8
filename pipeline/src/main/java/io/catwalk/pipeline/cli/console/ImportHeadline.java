package io.catwalk.pipeline.cli.console;

import io.catwalk.pipeline.ShellWord;
import io.catwalk.pipeline.export.ImportSummary;
import java.util.Locale;

/** What a person reads of an import. */
public final class ImportHeadline {

  private static final int MOST_CLASSES = 10;

  private ImportHeadline() {}

  public static String of(ImportSummary imported) {
    StringBuilder text = new StringBuilder();
    Headlines.line(
        text,
        "onnx",
        ShellWord.of(imported.onnx())
            + ", opset "
            + imported.opset()
            + (imported.producer().isEmpty() ? "" : ", written by " + imported.producer()));
    Headlines.line(
        text,
        "network",
        String.format(
            Locale.ROOT,
            "%s: %s, %,d parameters",
            imported.model(),
            String.join(", ", imported.layers()),
            imported.parameters()));
    Headlines.line(
        text,
        "images",
        String.format(
            Locale.ROOT,
            "%s, resize %s, mean %s, deviation %s",
            imported.shape(),
            imported.resize(),
            imported.mean(),
            imported.standardDeviation()));
    Headlines.line(text, "classes", classes(imported));
    Headlines.line(text, "imported to", ShellWord.of(imported.modelFile()));
    return text.toString();
  }

  private static String classes(ImportSummary imported) {
    int count = imported.classes().size();
    String first = String.join(", ", imported.classes().subList(0, Math.min(count, MOST_CLASSES)));
    return count <= MOST_CLASSES ? first : first + ", … (" + count + ")";
  }
}
