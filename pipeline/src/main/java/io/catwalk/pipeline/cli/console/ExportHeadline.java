package io.catwalk.pipeline.cli.console;

import io.catwalk.pipeline.ShellWord;
import io.catwalk.pipeline.export.ExportSummary;

/** What a person reads of an export. */
public final class ExportHeadline {

  private ExportHeadline() {}

  public static String of(ExportSummary export) {
    StringBuilder text = new StringBuilder(export.synthetic() ? Headlines.SYNTHETIC_MODEL : "");
    Headlines.line(text, "model", export.model() + ", " + ShellWord.of(export.modelFile()));
    Headlines.line(text, "onnx", "opset " + export.opset() + ", " + Figures.size(export.bytes()));
    Headlines.line(text, "input", export.input());
    Headlines.line(text, "output", export.output());
    Headlines.line(text, "exported to", ShellWord.of(export.exported()));
    return text.toString();
  }
}
