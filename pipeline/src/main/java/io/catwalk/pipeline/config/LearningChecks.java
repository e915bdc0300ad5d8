package io.catwalk.pipeline.config;

import io.catwalk.models.ImageShape;
import io.catwalk.pipeline.config.LearningConfig.RegularisationConfig;

/** Finds what is right by itself and wrong together in what makes a training learn better. */
final class LearningChecks {

  private final Settings settings;
  private final ExperimentConfig config;
  private final TrainingConfig train;
  private final LearningConfig learning;

  LearningChecks(Settings settings, ExperimentConfig config) {
    this.settings = settings;
    this.config = config;
    this.train = config.train();
    this.learning = config.train().learning();
  }

  void run() {
    schedule();
    updater();
    master();
    validation();
    images();
    balance();
  }

  private void schedule() {
    ScheduleConfig schedule = learning.schedule();
    if (!settings.sound(
        "train.schedule.kind", "train.schedule.by", "train.schedule.warm-up", "train.epochs")) {
      return;
    }
    if (schedule.kind() == ScheduleConfig.Kind.WARM_UP && schedule.warmUp() == 0) {
      settings.reject(
          settings.blamed("train.schedule.kind", "train.schedule.warm-up"),
          "expected train.schedule.warm-up of at least 1 for a warm-up");
    }
    if (schedule.kind() == ScheduleConfig.Kind.ONE_CYCLE && schedule.warmUp() > 0) {
      settings.reject(
          "train.schedule.warm-up",
          "expected 0, since one-cycle rises by itself (train.schedule.rise)");
    }
    if (schedule.byEpoch() && schedule.warmUp() >= train.epochs()) {
      settings.reject(
          settings.blamed("train.schedule.warm-up", "train.epochs"),
          "expected a warm-up of fewer epochs than train.epochs, which is " + train.epochs());
    }
    if (schedule.restarts() > 0 && schedule.kind() != ScheduleConfig.Kind.COSINE) {
      settings.reject(
          settings.blamed("train.schedule.restarts", "train.schedule.kind"),
          "expected train.schedule.kind = cosine, which alone restarts");
    }
    if (schedule.isPlateau() && schedule.by() == ScheduleConfig.Step.ITERATION) {
      settings.reject("train.schedule.by", "expected epoch or auto for a plateau");
    }
  }

  private void updater() {
    if (settings.sound("train.updater", "train.weight-decay")
        && train.updater() == TrainingConfig.Updater.ADAMW
        && learning.regularisation().weightDecay() == 0) {
      settings.reject(
          settings.blamed("train.updater", "train.weight-decay"),
          "expected train.weight-decay above 0 (0.01 is common) for adamw, which is adam without it");
    }
  }

  private void validation() {
    DatasetConfig data = config.data();
    if (settings.sound("data.validation-percent", "data.split")
        && data.split() == DatasetConfig.SplitRule.HASH
        && data.validationPercent() == 0
        && learning.needsValidation()) {
      settings.reject(
          settings.blamed(
              "data.validation-percent", "train.early-stopping.patience", "train.schedule.kind"),
          "early stopping and plateaus look at the validation split; expected data.validation-percent above 0");
    }
  }

  private void images() {
    ImageShape shape = config.data().shape();
    int side = Math.min(shape.height(), shape.width());
    if (settings.sound("train.augment.shift", "data.shape.height", "data.shape.width")
        && learning.augment().shift() >= side) {
      settings.reject(
          settings.blamed("train.augment.shift", "data.shape.height", "data.shape.width"),
          "expected a shift of fewer pixels than the image's shorter side, which is " + side);
    }
  }

  private void balance() {
    if (settings.sound("train.balance", "train.layers")
        && learning.balance() == LearningConfig.Balance.WEIGHTS
        && train.compute().layers() == ComputeConfig.Layers.STOCK) {
      settings.reject(
          settings.blamed("train.balance", "train.layers"),
          "stock layers cannot weigh soft targets; expected train.layers = engine");
    }
  }

  private void master() {
    if (!settings.sound("train.master") || train.master() != TrainingConfig.Master.STOCK) {
      return;
    }
    RegularisationConfig regularisation = learning.regularisation();
    refuse(train.compute().layers() == ComputeConfig.Layers.ENGINE, "train.layers");
    refuse(learning.schedule().isPlateau(), "train.schedule.kind");
    refuse(regularisation.labelSmoothing() > 0, "train.label-smoothing");
    refuse(regularisation.clipNorm() > 0, "train.clip-norm");
    refuse(regularisation.clipValue() > 0, "train.clip-value");
    refuse(learning.balance() != LearningConfig.Balance.NONE, "train.balance");
    AugmentConfig augment = learning.augment();
    refuse(augment.crop() < 1, "train.augment.crop");
    refuse(augment.flip(), "train.augment.flip");
    refuse(augment.rotation() > 0, "train.augment.rotation");
    refuse(augment.shift() > 0, "train.augment.shift");
    refuse(augment.brightness() > 0, "train.augment.brightness");
    refuse(augment.contrast() > 0, "train.augment.contrast");
    refuse(augment.erasing() > 0, "train.augment.erasing");
    refuse(augment.mixup() > 0, "train.augment.mixup");
    refuse(augment.cutmix() > 0, "train.augment.cutmix");
    refuse(augment.trivial(), "train.augment.trivial");
    refuse(learning.teacher().teaches(), "train.teacher.from");
  }

  private void refuse(boolean asked, String key) {
    if (asked && settings.sound(key)) {
      settings.reject(key, "train.master = stock cannot do this; expected train.master = resident");
    }
  }
}
