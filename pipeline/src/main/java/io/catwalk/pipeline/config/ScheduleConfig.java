package io.catwalk.pipeline.config;

/**
 * How the learning rate changes ({@code train.schedule.*}).
 *
 * @param kind the curve
 * @param by what counts as a step
 * @param warmUp steps in which the rate rises from 0, before all else; at least 0
 * @param every of step: steps between two falls, at least 1
 * @param factor of step, exponential and plateau: above 0 and below 1
 * @param power of polynomial, above 0
 * @param floor of polynomial, cosine and plateau: share of the rate that is left, 0 to below 1
 * @param rise of one-cycle: share of training in which the rate goes up, above 0 and below 1
 * @param patience of plateau: epochs without improvement before the rate falls, at least 1
 * @param restarts of cosine: how often it begins anew, at least 0
 * @param growth of cosine: how many times as long a period is as the one before, at least 1
 */
public record ScheduleConfig(
    Kind kind,
    Step by,
    int warmUp,
    int every,
    double factor,
    double power,
    double floor,
    double rise,
    int patience,
    int restarts,
    double growth) {

  /** What reference.conf says. */
  public static final ScheduleConfig CONSTANT =
      new ScheduleConfig(Kind.CONSTANT, Step.AUTO, 0, 10, 0.1, 1, 0, 0.3, 5, 0, 1);

  /** Whether a step is an epoch; else it is an iteration. */
  public boolean byEpoch() {
    return switch (by) {
      case EPOCH -> true;
      case ITERATION -> false;
      case AUTO -> kind == Kind.STEP || kind == Kind.EXPONENTIAL || kind == Kind.PLATEAU;
    };
  }

  /** Whether it waits for the validation split to get no better. */
  public boolean isPlateau() {
    return kind == Kind.PLATEAU;
  }

  /** How the rate goes. */
  public enum Kind {
    CONSTANT,
    STEP,
    EXPONENTIAL,
    POLYNOMIAL,
    COSINE,
    WARM_UP,
    ONE_CYCLE,
    PLATEAU
  }

  /** In what a schedule counts. */
  public enum Step {
    /** An epoch for step, exponential and plateau, an iteration for the others. */
    AUTO,
    EPOCH,
    ITERATION
  }
}
