package io.catwalk.pipeline.retrain;

import io.catwalk.pipeline.compare.PairedFigures;
import io.catwalk.pipeline.config.RetrainConfig;
import io.catwalk.pipeline.evaluate.ModelTrial;
import io.catwalk.pipeline.registry.Blessing;
import io.catwalk.pipeline.runs.ClassMetrics;
import io.catwalk.pipeline.runs.EvaluationResult;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Decides whether a challenger may become the champion. Every requirement is looked at. */
final class Judge {

  private static final double MEGABYTE = 1e6;

  private final RetrainConfig.Blessing rules;
  private final List<Blessing.Requirement> requirements = new ArrayList<>();
  private final List<String> failures = new ArrayList<>();
  private final List<String> merits = new ArrayList<>();

  Judge(RetrainConfig.Blessing rules) {
    this.rules = rules;
  }

  /**
   * What was found of a challenger.
   *
   * @param run id of its run
   * @param rival what it is compared with; empty where there is no champion
   * @param holdout {@code name@version}
   * @param metrics on the holdout
   * @param trial of the stored model
   * @param modelBytes of model.zip
   */
  record Evidence(
      String run,
      Optional<Rival> rival,
      String holdout,
      EvaluationResult metrics,
      ModelTrial trial,
      long modelBytes) {}

  /**
   * The champion.
   *
   * @param version its own
   * @param paired figures of both on the holdout
   */
  record Rival(String version, PairedFigures paired) {}

  Blessing judge(Evidence evidence) {
    floors(evidence.metrics());
    evidence
        .rival()
        .ifPresentOrElse(
            rival -> {
              better(rival.version(), rival.paired());
              classes(evidence.metrics().perClass(), rival.paired());
            },
            () -> merits.add("there is no champion to be better than"));
    serving(evidence);
    boolean blessed = failures.isEmpty();
    return new Blessing(
        Blessing.SCHEMA_VERSION,
        blessed,
        Instant.now().toString(),
        evidence.run(),
        evidence.rival().map(Rival::version).orElse(null),
        evidence.holdout(),
        evidence.metrics().examples(),
        new Blessing.Figures(evidence.metrics().accuracy(), evidence.metrics().macro().f1()),
        evidence
            .rival()
            .map(rival -> rival.paired().before())
            .map(before -> new Blessing.Figures(before.accuracy(), before.macroF1()))
            .orElse(null),
        requirements,
        blessed ? merits : failures);
  }

  private void floors(EvaluationResult metrics) {
    if (rules.minAccuracy() > 0) {
      require(
          "retrain.blessing.min-accuracy",
          metrics.accuracy() >= rules.minAccuracy(),
          "accuracy of at least " + ratio(rules.minAccuracy()),
          "accuracy " + ratio(metrics.accuracy()));
    }
    if (rules.minMacroF1() > 0) {
      require(
          "retrain.blessing.min-macro-f1",
          metrics.macro().f1() >= rules.minMacroF1(),
          "macro F1 of at least " + ratio(rules.minMacroF1()),
          "macro F1 " + ratio(metrics.macro().f1()));
    }
  }

  private void better(String champion, PairedFigures paired) {
    String found =
        String.format(
            Locale.ROOT,
            "accuracy %.4f against %.4f of %s on %,d images, %,d mended and %,d broken",
            paired.after().accuracy(),
            paired.before().accuracy(),
            champion,
            paired.examples(),
            paired.fixed(),
            paired.broken());
    boolean bootstrap = rules.test() == RetrainConfig.Test.BOOTSTRAP;
    double probability = bootstrap ? paired.notBetter() : paired.mcNemar();
    boolean better = paired.fixed() > paired.broken() && probability <= rules.level();
    require(
        "retrain.blessing.test",
        better,
        "better than " + champion + " at the level " + rules.level() + " by " + rules.test(),
        String.format(Locale.ROOT, "%s, p = %.2g", found, probability));
  }

  private void classes(List<ClassMetrics> classes, PairedFigures paired) {
    if (rules.maxRecallDrop() >= 100) {
      return;
    }
    for (int c = 0; c < classes.size(); c++) {
      Double before = paired.before().recall().get(c);
      Double after = paired.after().recall().get(c);
      boolean met =
          before == null || after == null || 100 * (before - after) <= rules.maxRecallDrop();
      if (!met) {
        require(
            "retrain.blessing.max-recall-drop",
            false,
            String.format(
                Locale.ROOT,
                "recall of class '%s' lower by at most %s points",
                classes.get(c).name(),
                rules.maxRecallDrop()),
            String.format(Locale.ROOT, "%.4f, the champion's is %.4f", after, before));
        return;
      }
    }
    require(
        "retrain.blessing.max-recall-drop",
        true,
        "recall of every class lower by at most " + rules.maxRecallDrop() + " points",
        "no class above that");
  }

  private void serving(Evidence evidence) {
    ModelTrial trial = evidence.trial();
    require(
        "smoke test",
        trial.sound(),
        "probabilities from the model as it is stored",
        trial.sound()
            ? trial.images() + " images predicted"
            : "not all of " + trial.images() + " images gave probabilities");
    double megabytes = evidence.modelBytes() / MEGABYTE;
    if (rules.maxModelMegabytes() > 0) {
      require(
          "retrain.blessing.max-model-megabytes",
          megabytes <= rules.maxModelMegabytes(),
          "a model of at most " + rules.maxModelMegabytes() + " MB",
          String.format(Locale.ROOT, "%.2f MB", megabytes));
    }
    if (rules.maxLatencyMilliseconds() > 0) {
      require(
          "retrain.blessing.max-latency-ms",
          trial.medianMilliseconds() <= rules.maxLatencyMilliseconds(),
          "at most " + rules.maxLatencyMilliseconds() + " ms for an image",
          String.format(Locale.ROOT, "%.2f ms", trial.medianMilliseconds()));
    }
  }

  private void require(String name, boolean met, String required, String found) {
    requirements.add(new Blessing.Requirement(name, required, found, met));
    if (met) {
      merits.add(required + ": " + found);
    } else {
      failures.add("expected " + required + " (" + name + "), found " + found);
    }
  }

  private static String ratio(double value) {
    return String.format(Locale.ROOT, "%.4f", value);
  }
}
