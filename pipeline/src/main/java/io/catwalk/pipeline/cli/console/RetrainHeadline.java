package io.catwalk.pipeline.cli.console;

import io.catwalk.pipeline.ShellWord;
import io.catwalk.pipeline.registry.Blessing;
import io.catwalk.pipeline.retrain.Outcome;
import io.catwalk.pipeline.retrain.RetrainSummary;
import io.catwalk.pipeline.retrain.Retraining.RetrainStatus;
import io.catwalk.pipeline.retrain.Simulation;
import java.util.List;
import java.util.Locale;

/** What a person reads of a retraining; the first line, which cron mails, says it all. */
public final class RetrainHeadline {

  private RetrainHeadline() {}

  public static String of(RetrainSummary summary) {
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "%s: %s, champion %s%s%s; %s, %s read%n",
            summary.outcome().id(),
            summary.model(),
            summary.champion() == null ? "none" : summary.champion(),
            summary.former() == null ? "" : " (before: " + summary.former() + ")",
            because(summary.reasons()),
            Figures.duration(summary.seconds()),
            Figures.size(summary.bytesRead())));
    summary.reasons().forEach(reason -> Headlines.line(text, "because", reason));
    if (summary.dataset() != null) {
      Headlines.line(text, "dataset", summary.dataset());
    }
    if (summary.newImages() > 0 || summary.removedImages() > 0) {
      Headlines.line(
          text,
          "images",
          Figures.count(summary.newImages())
              + " new, "
              + Figures.count(summary.removedImages())
              + " removed");
    }
    if (summary.drift() != null) {
      Headlines.line(text, "drift", summary.drift().sentence());
    }
    if (summary.version() != null) {
      Headlines.line(text, "challenger", summary.version() + " of run " + summary.run());
    }
    if (summary.report() != null) {
      Headlines.line(text, "report", ShellWord.of(summary.report()));
    }
    return text.toString();
  }

  /** The first line alone. */
  public static String line(RetrainSummary summary) {
    return of(summary).lines().findFirst().orElseThrow();
  }

  /** A table of nights, and where everything is. */
  public static String of(Simulation.Summary simulation) {
    Table table =
        new Table(
            "night",
            ">files",
            ">new images",
            "outcome",
            "champion",
            ">accuracy",
            ">challenger's",
            ">seconds");
    for (Simulation.Ended night : simulation.nights()) {
      RetrainSummary summary = night.summary();
      Blessing blessing = summary.blessing();
      boolean promoted = summary.outcome() == Outcome.PROMOTED;
      table.row(
          night.night(),
          Figures.count(night.files()),
          Figures.count(summary.newImages()),
          summary.outcome().id(),
          summary.champion() == null ? "none" : summary.champion(),
          blessing == null
              ? "-"
              : accuracy(promoted ? blessing.figures() : blessing.championFigures()),
          blessing == null ? "-" : accuracy(blessing.figures()),
          String.format(Locale.ROOT, "%.1f", summary.seconds()));
    }
    StringBuilder text = new StringBuilder(table.toString());
    if (simulation.index() != null) {
      Headlines.line(text, "index", ShellWord.of(simulation.index()));
    }
    Headlines.line(text, "storage", ShellWord.of(simulation.storage()));
    return text.toString();
  }

  private static String accuracy(Blessing.Figures figures) {
    return figures == null ? "-" : Figures.ratio(figures.accuracy());
  }

  private static String because(List<String> reasons) {
    if (reasons.isEmpty()) {
      return "";
    }
    int others = reasons.size() - 1;
    return ", because "
        + reasons.get(0)
        + (others == 0 ? "" : " (and " + Figures.count(others) + " more)");
  }

  public static String of(RetrainStatus status) {
    StringBuilder text = new StringBuilder();
    Headlines.line(text, "model", status.model());
    Headlines.line(
        text,
        "champion",
        status.champion() == null
            ? "none"
            : status.champion().version()
                + " of run "
                + status.champion().runId()
                + ", since "
                + status.champion().since());
    Headlines.line(
        text,
        "last",
        status.last() == null
            ? "never"
            : status.last().note().action().id()
                + " at "
                + status.last().at()
                + ": "
                + String.join("; ", status.last().note().reasons()));
    Headlines.line(text, "at work", status.holder() == null ? "nobody" : status.holder());
    Headlines.line(text, "next", status.next());
    return text.toString();
  }
}
