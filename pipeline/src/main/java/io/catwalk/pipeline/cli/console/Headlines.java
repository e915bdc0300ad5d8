package io.catwalk.pipeline.cli.console;

import io.catwalk.pipeline.Counted;
import io.catwalk.pipeline.ShellWord;
import io.catwalk.pipeline.predict.PredictSummary;
import io.catwalk.pipeline.run.IngestSummary;
import io.catwalk.pipeline.run.Jobs.ExplanationSummary;
import io.catwalk.pipeline.run.Jobs.ReportSummary;
import io.catwalk.pipeline.run.RunSummary;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a person reads of a result: the headline figures, and where everything lies. */
public final class Headlines {

  private static final String SYNTHETIC_IMAGES =
      "SYNTHETIC: the images were drawn, not photographed; figures from them say nothing about real ones\n";
  static final String SYNTHETIC_MODEL =
      "SYNTHETIC: the model was trained on drawn images; what it says of real ones means nothing\n";

  private static final int SHOWN = 10;
  private static final int WEAKEST = 3;

  private Headlines() {}

  public static String of(RunSummary run) {
    StringBuilder text = new StringBuilder(run.synthetic() ? SYNTHETIC_IMAGES : "");
    line(
        text,
        "accuracy",
        Figures.ratio(run.accuracy())
            + ", macro F1 "
            + Figures.ratio(run.macroF1())
            + ", log loss "
            + Figures.ratio(run.logLoss())
            + " on "
            + Figures.count(run.testExamples())
            + " test images");
    line(text, "classes", "recognised: " + classes(run.recall()));
    if (run.bestEpoch() > 0) {
      line(text, "best epoch", bestEpoch(run));
    }
    line(text, "model", run.model() + (run.trainExamples() > 0 ? trained(run) : ""));
    line(text, "dataset", run.dataset());
    if (run.labelErrors() > 0) {
      line(
          text,
          "label errors",
          Counted.of(run.labelErrors(), "probable one")
              + ", in "
              + ShellWord.of(run.labelErrorTable()));
    }
    line(text, "time", Figures.duration(run.seconds()) + " in all");
    line(text, "run", ShellWord.of(run.run()));
    line(text, "metrics", ShellWord.of(run.metrics()));
    line(text, "model file", ShellWord.of(run.modelFile()));
    if (run.report() != null) {
      line(text, "report", ShellWord.of(run.report()));
    }
    return text.toString();
  }

  private static String bestEpoch(RunSummary run) {
    return run.bestEpoch()
        + " of "
        + run.epochs()
        + (run.validationAccuracy() == null
            ? ""
            : ", validation accuracy " + Figures.ratio(run.validationAccuracy()));
  }

  /** All of a few; of many the weakest, which come first. */
  private static String classes(Map<String, Double> recall) {
    boolean few = recall.size() <= SHOWN;
    Stream<Map.Entry<String, Double>> shown = recall.entrySet().stream();
    if (!few) {
      shown = shown.sorted(Map.Entry.comparingByValue()).limit(WEAKEST);
    }
    return shown
            .map(each -> String.format(Locale.ROOT, "%s %.2f", each.getKey(), each.getValue()))
            .collect(Collectors.joining(", "))
        + (few ? "" : ", the weakest of " + Figures.count(recall.size()));
  }

  private static String trained(RunSummary run) {
    return ", trained on "
        + Figures.count(run.trainExamples())
        + " images, "
        + Counted.of(run.epochs(), "epoch")
        + " in "
        + Figures.duration(run.trainSeconds())
        + " ("
        + Figures.speed(run.imagesPerSecond())
        + ")";
  }

  public static String of(IngestSummary ingest) {
    StringBuilder text = new StringBuilder(ingest.synthetic() ? SYNTHETIC_IMAGES : "");
    line(
        text,
        "dataset",
        ingest.dataset()
            + (ingest.reused()
                ? " (was there already, by names, sizes and times of change: --verify reads the images)"
                : ""));
    line(
        text,
        "images",
        Figures.count(ingest.trainExamples())
            + " to train, "
            + Figures.count(ingest.validationExamples())
            + " to validate, "
            + Figures.count(ingest.testExamples())
            + " to test");
    line(text, "classes", ingest.classes().size() + ": " + String.join(", ", ingest.classes()));
    line(text, "quarantined", counted(ingest.quarantined()));
    line(text, "left out", counted(ingest.leftOut()));
    line(text, "duplicates", Counted.of(ingest.duplicates(), "image"));
    line(
        text,
        "time",
        Figures.duration(ingest.seconds())
            + (ingest.reused() ? "" : " (" + Figures.speed(ingest.imagesPerSecond()) + ")"));
    line(text, "stored in", ShellWord.of(ingest.uri()));
    return text.toString();
  }

  private static String counted(Map<String, Long> kinds) {
    if (kinds.isEmpty()) {
      return "none";
    }
    return Figures.count(kinds.values().stream().mapToLong(Long::longValue).sum())
        + new TreeMap<>(kinds)
            .entrySet().stream()
                .map(e -> e.getKey() + " " + Figures.count(e.getValue()))
                .collect(Collectors.joining(", ", " (", ")"));
  }

  public static String of(ReportSummary report) {
    StringBuilder text = new StringBuilder();
    line(text, "verdict", report.headline());
    line(
        text,
        "size",
        Figures.count((report.content().length + 1023) / 1024)
            + " KiB, made in "
            + Figures.duration(report.seconds()));
    line(text, "report", ShellWord.of(report.report()));
    return text.toString();
  }

  public static String of(ExplanationSummary explanation) {
    StringBuilder text = new StringBuilder(explanation.synthetic() ? SYNTHETIC_MODEL : "");
    line(
        text,
        "predicted",
        explanation.predicted()
            + " ("
            + Figures.ratio(explanation.probabilities().get(explanation.predicted()))
            + ")");
    if (!explanation.explained().equals(explanation.predicted())) {
      line(
          text,
          "explained",
          explanation.explained()
              + " ("
              + Figures.ratio(explanation.probabilities().get(explanation.explained()))
              + ")");
    }
    line(text, "model", explanation.model() + ", " + ShellWord.of(explanation.modelFile()));
    explanation.pictures().forEach(picture -> line(text, "picture", ShellWord.of(picture)));
    return text.toString();
  }

  public static String of(PredictSummary predict) {
    StringBuilder text = new StringBuilder(predict.synthetic() ? SYNTHETIC_MODEL : "");
    if (!predict.first().isEmpty()) {
      Table table = new Table("IMAGE", "PREDICTED", ">PROBABILITY");
      for (PredictSummary.Row row : predict.first()) {
        table.row(row.path(), row.predicted(), Figures.ratio(row.probability()));
      }
      text.append(table).append('\n');
    }
    line(
        text,
        "images",
        Figures.count(predict.images())
            + " scored, "
            + Figures.count(predict.unreadable())
            + " unreadable, in "
            + Figures.duration(predict.seconds())
            + " ("
            + Figures.speed(predict.imagesPerSecond())
            + ")");
    if (!predict.counts().isEmpty()) {
      line(
          text,
          "predicted",
          new TreeMap<>(predict.counts())
              .entrySet().stream()
                  .map(e -> e.getKey() + " " + Figures.count(e.getValue()))
                  .collect(Collectors.joining(", ")));
    }
    unreadable(text, predict);
    if (!predict.leftOut().isEmpty()) {
      line(text, "left out", counted(predict.leftOut()));
    }
    if (predict.drift() != null) {
      line(text, "drift", predict.drift().sentence());
    }
    line(text, "model", predict.model() + ", " + ShellWord.of(predict.modelFile()));
    if (predict.page() != null) {
      line(text, "page", ShellWord.of(predict.page()));
    }
    line(text, "stored in", ShellWord.of(predict.predictions()));
    return text.toString();
  }

  private static void unreadable(StringBuilder text, PredictSummary predict) {
    predict.unreadableImages().stream()
        .limit(SHOWN)
        .forEach(
            image ->
                line(
                    text,
                    "unreadable",
                    image.path() + ": " + image.reason() + " (" + image.detail() + ")"));
    if (predict.unreadable() > SHOWN) {
      line(
          text,
          "unreadable",
          Figures.count(predict.unreadable() - SHOWN)
              + " more, in "
              + ShellWord.of(predict.unreadableFile()));
    }
  }

  /** A name and what is said of it. */
  static void line(StringBuilder text, String name, String value) {
    text.append(String.format(Locale.ROOT, "%-13s%s%n", name, value));
  }
}
