package io.catwalk.pipeline.config;

import java.util.List;
import java.util.Locale;

/**
 * When a scheduled retraining replaces the champion ({@code retrain.*}).
 *
 * @param registry name in the registry ({@code registry.name}, or the network's)
 * @param exports what a blessed version holds beside its model.zip
 * @param start what a challenger starts from
 * @param leaseSeconds for which a process that shows no sign of life keeps the others away
 * @param holdout {@code name@version} whose test split judges; empty takes that of the first
 *     version's dataset
 * @param checks when new data is too different
 * @param blessing when a challenger is better
 * @param hooks who hears of it
 */
public record RetrainConfig(
    String registry,
    List<Export> exports,
    Start start,
    int leaseSeconds,
    String holdout,
    Checks checks,
    Blessing blessing,
    Hooks hooks) {

  public RetrainConfig {
    exports = List.copyOf(exports);
  }

  /**
   * Differences between the new data and the champion's beyond which a person must look.
   *
   * @param maxClassShareChange of a class's share of all images, in percentage points
   * @param maxBrightnessChange of the mean brightness, new images against the champion's, in
   *     percent of white
   * @param maxSizeChange of the mean width and height, likewise, in percent
   * @param maxQuarantinePercent share of the new images that cannot be used
   */
  public record Checks(
      double maxClassShareChange,
      double maxBrightnessChange,
      double maxSizeChange,
      double maxQuarantinePercent) {}

  /**
   * What a challenger must reach on the holdout.
   *
   * @param minAccuracy 0 to 1; 0 for no such floor
   * @param minMacroF1 0 to 1; 0 for no such floor
   * @param maxRecallDrop of any class against the champion, in percentage points; 100 for no limit
   * @param test by which it must be better than the champion
   * @param level of significance, above 0 to below 1
   * @param maxModelMegabytes size of model.zip; 0 for no limit
   * @param maxLatencyMilliseconds for one image on the driver; 0 for no limit
   */
  public record Blessing(
      double minAccuracy,
      double minMacroF1,
      double maxRecallDrop,
      Test test,
      double level,
      double maxModelMegabytes,
      double maxLatencyMilliseconds) {

    /** Whether anything would keep a challenger from becoming the champion. */
    public boolean configured() {
      return (minAccuracy > 0 || minMacroF1 > 0) && test != Test.NONE;
    }
  }

  /**
   * @param command program and arguments; empty for none
   * @param webhook URL; empty for none
   * @param seconds that either may take
   * @param outcomes that they hear of
   */
  public record Hooks(List<String> command, String webhook, int seconds, List<String> outcomes) {

    public Hooks {
      command = List.copyOf(command);
      outcomes = List.copyOf(outcomes);
    }
  }

  /** A form in which models leave for where they serve. */
  public enum Export {
    /** {@code model.onnx}. */
    ONNX
  }

  /** What a challenger starts from. */
  public enum Start {
    /** The champion's weights. */
    CHAMPION,
    SCRATCH
  }

  /** By what a challenger is told from luck. */
  public enum Test {
    NONE,
    MCNEMAR,
    BOOTSTRAP;

    /** As the configuration has it. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
