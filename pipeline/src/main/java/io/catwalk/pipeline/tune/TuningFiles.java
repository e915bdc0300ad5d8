package io.catwalk.pipeline.tune;

import io.catwalk.pipeline.Csv;
import io.catwalk.pipeline.config.ExperimentConfig;
import io.catwalk.pipeline.config.OwnSettings;
import io.catwalk.pipeline.runs.Tuning;
import io.catwalk.pipeline.runs.Tuning.Trial;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What a search leaves for people and for the next training. */
final class TuningFiles {

  private TuningFiles() {}

  /** A line a training, in their order; a setting as configured is an empty cell. */
  static byte[] table(Tuning tuning) {
    List<String> keys = List.copyOf(tuning.ranges().keySet());
    List<String> heads =
        new ArrayList<>(
            List.of(
                "trial",
                "epochs",
                "validation_accuracy",
                "validation_loss",
                "best_epoch",
                "seconds",
                "failure"));
    heads.addAll(keys);
    StringBuilder csv = new StringBuilder(Csv.row(heads));
    for (Trial trial : tuning.trials()) {
      List<String> row =
          new ArrayList<>(
              List.of(
                  Integer.toString(trial.trial()),
                  Integer.toString(trial.epochs()),
                  figure(trial.accuracy()),
                  figure(trial.loss()),
                  Integer.toString(trial.bestEpoch()),
                  String.format(Locale.ROOT, "%.1f", trial.seconds()),
                  trial.failure()));
      keys.forEach(key -> row.add(trial.settings().getOrDefault(key, "")));
      csv.append(Csv.row(row));
    }
    return csv.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static String figure(Double value) {
    return value == null ? "" : value.toString();
  }

  /**
   * A configuration to train with: what differs from the defaults, but for what is a machine's own.
   *
   * @param best with the settings that were found
   */
  static byte[] configuration(Tuning tuning, ExperimentConfig best) {
    String head =
        String.format(
            Locale.ROOT,
            "# Found by catwalk tune, search %s: the best of %d settings by %s on %,d validation images of %s.%n",
            tuning.id(),
            tuning.tried(),
            tuning.metric(),
            tuning.examples(),
            tuning.dataset());
    return (head + OwnSettings.of(best, TuningFiles::isLearned)).getBytes(StandardCharsets.UTF_8);
  }

  private static boolean isLearned(String key) {
    return key.matches("(data|model|train|evaluate)\\..*") && !key.equals("train.accelerator");
  }
}
