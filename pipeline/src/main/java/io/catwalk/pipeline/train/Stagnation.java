package io.catwalk.pipeline.train;

import io.catwalk.pipeline.config.LearningConfig;
import io.catwalk.pipeline.config.LearningConfig.EarlyStopping;
import io.catwalk.pipeline.config.ScheduleConfig;
import io.catwalk.pipeline.runs.History.Epoch;
import java.util.List;

/**
 * Whether training still gets better, read off its finished epochs: a training that is taken up
 * again comes to the same answers.
 */
final class Stagnation {

  private final EarlyStopping stopping;
  private final ScheduleConfig schedule;

  Stagnation(LearningConfig learning) {
    this.stopping = learning.earlyStopping();
    this.schedule = learning.schedule();
  }

  /** Whether as many epochs as there is patience for have brought no improvement. */
  boolean endsTraining(List<Epoch> history) {
    if (stopping.patience() == 0) {
      return false;
    }
    int waited = 0;
    double reference = Double.NaN;
    for (Epoch epoch : history) {
      boolean better = isBetter(epoch, reference);
      reference = better ? value(epoch) : reference;
      waited = better ? 0 : waited + 1;
    }
    return waited >= stopping.patience();
  }

  /**
   * What is left of the learning rate: of a plateau it falls each time that patience is at its end,
   * which begins anew then; 1 of any other schedule.
   */
  double rate(List<Epoch> history) {
    double rate = 1;
    if (!schedule.isPlateau()) {
      return rate;
    }
    int waited = 0;
    double reference = Double.NaN;
    for (Epoch epoch : history) {
      boolean better = isBetter(epoch, reference);
      reference = better ? value(epoch) : reference;
      waited = better ? 0 : waited + 1;
      if (waited == schedule.patience()) {
        rate = Math.max(rate * schedule.factor(), schedule.floor());
        waited = 0;
      }
    }
    return rate;
  }

  private boolean isBetter(Epoch epoch, double reference) {
    return Double.isNaN(reference) || value(epoch) - reference > stopping.minimumImprovement();
  }

  private double value(Epoch epoch) {
    return value(epoch, stopping.metric());
  }

  /** The larger, the better. */
  static double value(Epoch epoch, EarlyStopping.Metric metric) {
    return switch (metric) {
      case LOSS -> -epoch.validationLoss();
      case F1 -> epoch.validationF1();
      case ACCURACY -> epoch.validationAccuracy();
    };
  }
}
