package io.catwalk.pipeline.cli.console;

import static io.catwalk.pipeline.cli.console.Headlines.line;

import io.catwalk.pipeline.Counted;
import io.catwalk.pipeline.ShellWord;
import io.catwalk.pipeline.runs.Tuning;
import io.catwalk.pipeline.runs.Tuning.Trial;
import io.catwalk.pipeline.tune.TuneSummary;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a person reads of a search for settings, while it runs and at its end.
 *
 * @param planned settings that are tried at most
 */
public record TuneHeadline(int planned) {

  /** Of the last training, and of the best so far. */
  public String of(List<Trial> trials) {
    Trial trial = trials.get(trials.size() - 1);
    String head =
        "setting "
            + trial.trial()
            + " of "
            + planned
            + ", "
            + Counted.of(trial.epochs(), "epoch")
            + " in "
            + Figures.duration(trial.seconds())
            + ": ";
    if (!trial.succeeded()) {
      return head + "failed (" + settings(trial.settings()) + "): " + trial.failure();
    }
    Trial best = Tuning.best(trials).orElseThrow();
    return head
        + "validation accuracy "
        + Figures.ratio(trial.accuracy())
        + " ("
        + settings(trial.settings())
        + "); best "
        + Figures.ratio(best.accuracy())
        + ", setting "
        + best.trial();
  }

  public static String of(TuneSummary tune, String program) {
    StringBuilder text = new StringBuilder();
    line(
        text,
        "best",
        "validation accuracy "
            + Figures.ratio(tune.validationAccuracy())
            + " after "
            + Counted.of(tune.epochs(), "epoch")
            + "; as configured "
            + Figures.ratio(tune.validationAccuracyAsConfigured()));
    line(text, "settings", settings(tune.settings()));
    line(
        text,
        "tried",
        Counted.of(tune.tried(), "setting")
            + " in "
            + Counted.of(tune.trainings(), "training")
            + (tune.failed() > 0 ? " (" + tune.failed() + " failed)" : "")
            + ", "
            + Figures.duration(tune.seconds()));
    line(
        text,
        "compared",
        "on "
            + Figures.count(tune.validationExamples())
            + " validation images of "
            + tune.dataset()
            + ", by "
            + tune.metric()
            + "; the best of many looks better there than it is, and images to test took no part");
    line(text, "table", ShellWord.of(tune.table()));
    line(text, "report", ShellWord.of(tune.report()));
    line(
        text,
        "train it by",
        ShellWord.of(program) + " train --config " + ShellWord.of(tune.config()));
    return text.toString();
  }

  private static String settings(Map<String, String> settings) {
    return settings.isEmpty()
        ? "as configured"
        : settings.entrySet().stream()
            .map(e -> e.getKey() + " = " + e.getValue())
            .collect(Collectors.joining(", "));
  }
}
