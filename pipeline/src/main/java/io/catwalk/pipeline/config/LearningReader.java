package io.catwalk.pipeline.config;

import java.util.List;

/** Reads what makes a training learn better, and checks that it goes together. */
final class LearningReader {

  private static final List<String> KINDS =
      List.of(
          "constant",
          "step",
          "exponential",
          "polynomial",
          "cosine",
          "warm-up",
          "one-cycle",
          "plateau");
  private static final int MOST_STEPS = 100_000_000;
  private static final int MOST_EPOCHS = 100_000;

  private final Settings settings;

  LearningReader(Settings settings) {
    this.settings = settings;
  }

  LearningConfig read() {
    return new LearningConfig(
        schedule(),
        regularisation(),
        settings.oneOf("train.normalise", List.of("standard", "unit")),
        new EarlyStoppingConfig(
            settings.oneOf("train.early-stopping.metric", List.of("accuracy", "loss", "f1")),
            settings.integer("train.early-stopping.patience", 0, MOST_EPOCHS),
            settings.number(
                "train.early-stopping.minimum-improvement",
                x -> x >= 0 && x <= 100,
                "from 0 to 100")));
  }

  private ScheduleConfig schedule() {
    return new ScheduleConfig(
        settings.oneOf("train.schedule.kind", KINDS),
        settings.oneOf("train.schedule.by", List.of("auto", "epoch", "iteration")),
        settings.integer("train.schedule.warm-up", 0, MOST_STEPS),
        settings.integer("train.schedule.every", 1, MOST_STEPS),
        settings.number("train.schedule.factor", x -> x > 0 && x < 1, "above 0 and below 1"),
        settings.number("train.schedule.power", x -> x > 0 && x <= 100, "above 0 and at most 100"),
        fraction("train.schedule.floor"),
        settings.number("train.schedule.rise", x -> x > 0 && x < 1, "above 0 and below 1"),
        settings.integer("train.schedule.patience", 1, MOST_EPOCHS));
  }

  private RegularisationConfig regularisation() {
    return new RegularisationConfig(
        settings.number("train.weight-decay", x -> x >= 0 && x <= 10, "from 0 to 10"),
        fraction("train.label-smoothing"),
        settings.number("train.clip-norm", x -> x >= 0 && x <= 1e6, "from 0 (off) to 1000000"),
        settings.number("train.clip-value", x -> x >= 0 && x <= 1e6, "from 0 (off) to 1000000"));
  }

  private double fraction(String key) {
    return settings.number(key, x -> x >= 0 && x < 1, "from 0 to below 1");
  }

  /** What is right by itself and wrong together. */
  void check(ExperimentConfig config) {
    checkSchedule(config.train());
    checkUpdater(config.train());
    checkMaster(config.train());
    checkValidation(config);
  }

  private void checkValidation(ExperimentConfig config) {
    if (settings.sound("data.validation-percent", "data.split")
        && config.data().split() == DatasetConfig.SplitRule.HASH
        && config.data().validationPercent() == 0
        && config.train().learning().needsValidation()) {
      settings.reject(
          settings.blamed(
              "data.validation-percent", "train.early-stopping.patience", "train.schedule.kind"),
          "early stopping and plateaus look at the validation split; expected data.validation-percent above 0");
    }
  }

  private void checkSchedule(TrainingConfig train) {
    ScheduleConfig schedule = train.learning().schedule();
    if (!settings.sound(
        "train.schedule.kind", "train.schedule.by", "train.schedule.warm-up", "train.epochs")) {
      return;
    }
    if (schedule.kind().equals("warm-up") && schedule.warmUp() == 0) {
      settings.reject(
          settings.blamed("train.schedule.kind", "train.schedule.warm-up"),
          "expected train.schedule.warm-up of at least 1 for a warm-up");
    }
    if (schedule.kind().equals("one-cycle") && schedule.warmUp() > 0) {
      settings.reject(
          "train.schedule.warm-up",
          "expected 0, since one-cycle rises by itself (train.schedule.rise)");
    }
    if (schedule.byEpoch() && schedule.warmUp() >= train.epochs()) {
      settings.reject(
          settings.blamed("train.schedule.warm-up", "train.epochs"),
          "expected a warm-up of fewer epochs than train.epochs, which is " + train.epochs());
    }
    if (schedule.isPlateau() && schedule.by().equals("iteration")) {
      settings.reject("train.schedule.by", "expected epoch or auto for a plateau");
    }
  }

  private void checkUpdater(TrainingConfig train) {
    if (settings.sound("train.updater", "train.weight-decay")
        && train.updater().equals("adamw")
        && train.learning().regularisation().weightDecay() == 0) {
      settings.reject(
          settings.blamed("train.updater", "train.weight-decay"),
          "expected train.weight-decay above 0 (0.01 is common) for adamw, which is adam without it");
    }
  }

  private void checkMaster(TrainingConfig train) {
    if (!settings.sound("train.master") || !train.master().equals("stock")) {
      return;
    }
    LearningConfig learning = train.learning();
    RegularisationConfig regularisation = learning.regularisation();
    refuse(learning.schedule().isPlateau(), "train.schedule.kind");
    refuse(regularisation.labelSmoothing() > 0, "train.label-smoothing");
    refuse(regularisation.clipNorm() > 0, "train.clip-norm");
    refuse(regularisation.clipValue() > 0, "train.clip-value");
  }

  private void refuse(boolean asked, String key) {
    if (asked && settings.sound(key)) {
      settings.reject(key, "train.master = stock cannot do this; expected train.master = resident");
    }
  }
}
