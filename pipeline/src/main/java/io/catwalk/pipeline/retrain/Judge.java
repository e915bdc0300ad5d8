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
   * @param champion version that it is compared with; null where there is none
   * @param holdout {@code name@version}
   * @param metrics on the holdout
   * @param paired with the champion on the holdout; null where there is none
   * @param trial of the stored model
   * @param modelBytes of model.zip
   */
  record Evidence(
      String run,
      String champion,
      String holdout,
      EvaluationResult metrics,
      PairedFigures paired,
      ModelTrial trial,
      long modelBytes) {}

  Blessing judge(Evidence evidence) {
    floors(evidence.metrics());
    if (evidence.paired() == null) {
      merits.add("there is no champion to be better than");
    } else {
      better(evidence.champion(), evidence.paired());
      classes(evidence.metrics().perClass(), evidence.paired());
    }
    serving(evidence);
    boolean blessed = failures.isEmpty();
    PairedFigures paired = evidence.paired();
    return new Blessing(
        Blessing.SCHEMA_VERSION,
        blessed,
        Instant.now().toString(),
        evidence.run(),
        evidence.champion(),
        evidence.holdout(),
        evidence.metrics().examples(),
        new Blessing.Figures(evidence.metrics().accuracy(), evidence.metrics().macro().f1()),
        paired == null
            ? null
            : new Blessing.Figures(paired.before().accuracy(), paired.before().macroF1()),
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
    boolean bootstrap = rules.test().equals("bootstrap");
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
