package io.catwalk.pipeline.config;

import io.catwalk.pipeline.config.LearningConfig.EarlyStopping;
import io.catwalk.pipeline.config.LearningConfig.RegularisationConfig;

/** Reads what makes a training learn better. */
final class LearningReader {

  private static final int MOST_STEPS = 100_000_000;
  private static final int MOST_EPOCHS = 100_000;
  private static final int MOST_RESTARTS = 1000;
  private static final int LONGEST_SIDE = 4096;

  private final Settings settings;

  LearningReader(Settings settings) {
    this.settings = settings;
  }

  LearningConfig read() {
    return new LearningConfig(
        schedule(),
        regularisation(),
        settings.constant("train.normalise", LearningConfig.Normalisation.class),
        augment(),
        settings.constant("train.balance", LearningConfig.Balance.class),
        earlyStopping(),
        fraction("train.ema.decay"),
        teacher());
  }

  private LearningConfig.Teacher teacher() {
    return new LearningConfig.Teacher(
        settings.text("train.teacher.from", text -> true, "expected a run's id or a URI"),
        share("train.teacher.weight"),
        settings.number("train.teacher.temperature", x -> x >= 1 && x <= 100, "from 1 to 100"));
  }

  private ScheduleConfig schedule() {
    return new ScheduleConfig(
        settings.constant("train.schedule.kind", ScheduleConfig.Kind.class),
        settings.constant("train.schedule.by", ScheduleConfig.Step.class),
        settings.integer("train.schedule.warm-up", 0, MOST_STEPS),
        settings.integer("train.schedule.every", 1, MOST_STEPS),
        settings.number("train.schedule.factor", x -> x > 0 && x < 1, "above 0 and below 1"),
        settings.number("train.schedule.power", x -> x > 0 && x <= 100, "above 0 and at most 100"),
        fraction("train.schedule.floor"),
        settings.number("train.schedule.rise", x -> x > 0 && x < 1, "above 0 and below 1"),
        settings.integer("train.schedule.patience", 1, MOST_EPOCHS),
        settings.integer("train.schedule.restarts", 0, MOST_RESTARTS),
        settings.number("train.schedule.growth", x -> x >= 1 && x <= 10, "from 1 to 10"));
  }

  private RegularisationConfig regularisation() {
    return new RegularisationConfig(
        settings.number("train.weight-decay", x -> x >= 0 && x <= 10, "from 0 to 10"),
        fraction("train.label-smoothing"),
        settings.number("train.clip-norm", x -> x >= 0 && x <= 1e6, "from 0 (off) to 1000000"),
        settings.number("train.clip-value", x -> x >= 0 && x <= 1e6, "from 0 (off) to 1000000"));
  }

  private AugmentConfig augment() {
    return new AugmentConfig(
        settings.number("train.augment.crop", x -> x >= 0.01 && x <= 1, "from 0.01 to 1 (off)"),
        settings.number("train.augment.aspect", x -> x >= 1 && x <= 10, "from 1 to 10"),
        settings.flag("train.augment.flip"),
        settings.number(
            "train.augment.rotation", x -> x >= 0 && x <= 180, "from 0 to 180 (degrees)"),
        settings.integer("train.augment.shift", 0, LONGEST_SIDE),
        settings.constant("train.augment.padding", AugmentConfig.Padding.class),
        share("train.augment.brightness"),
        share("train.augment.contrast"),
        share("train.augment.erasing"),
        settings.number("train.augment.erasing-area", x -> x > 0 && x < 1, "above 0 and below 1"),
        share("train.augment.mixup"),
        share("train.augment.cutmix"),
        settings.flag("train.augment.trivial"));
  }

  private EarlyStopping earlyStopping() {
    return new EarlyStopping(
        settings.constant("train.early-stopping.metric", EarlyStopping.Metric.class),
        settings.integer("train.early-stopping.patience", 0, MOST_EPOCHS),
        settings.number(
            "train.early-stopping.minimum-improvement", x -> x >= 0 && x <= 100, "from 0 to 100"));
  }

  private double share(String key) {
    return settings.number(key, x -> x >= 0 && x <= 1, "from 0 to 1");
  }

  private double fraction(String key) {
    return settings.number(key, x -> x >= 0 && x < 1, "from 0 to below 1");
  }
}
