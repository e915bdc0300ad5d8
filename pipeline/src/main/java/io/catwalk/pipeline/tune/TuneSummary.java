package io.catwalk.pipeline.tune;

import io.catwalk.pipeline.runs.Tuning;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * What a search for settings found; as JSON (snake_case) it is what {@code --json} prints.
 *
 * @param runId name of the search
 * @param dataset {@code name@version}
 * @param metric by which settings were compared on the validation split
 * @param validationExamples in that split
 * @param tried different settings
 * @param trainings of them
 * @param failed trainings that failed
 * @param settings the best, where they differ from the configuration: key → value
 * @param epochs for which these trained
 * @param validationAccuracy of the best, 0 to 1
 * @param validationAccuracyAsConfigured of the configuration as it stands, 0 to 1
 * @param seconds of all trainings, those before an interruption among them
 * @param config full URI of the configuration with the best settings
 * @param table full URI of the table of all trainings
 * @param report full URI of the page
 */
public record TuneSummary(
    String runId,
    String dataset,
    String metric,
    long validationExamples,
    int tried,
    int trainings,
    long failed,
    Map<String, String> settings,
    int epochs,
    double validationAccuracy,
    double validationAccuracyAsConfigured,
    double seconds,
    String config,
    String table,
    String report) {

  /**
   * @param uri of a file of the search, by its name
   */
  public static TuneSummary of(Tuning tuning, UnaryOperator<String> uri) {
    Tuning.Trial best = tuning.best().orElseThrow();
    return new TuneSummary(
        tuning.id(),
        tuning.dataset(),
        tuning.metric(),
        tuning.examples(),
        tuning.tried(),
        tuning.trials().size(),
        tuning.trials().stream().filter(t -> !t.succeeded()).count(),
        best.settings(),
        best.epochs(),
        best.accuracy(),
        tuning.asConfigured().orElseThrow().accuracy(),
        tuning.seconds(),
        uri.apply(TuningFolder.BEST),
        uri.apply(TuningFolder.TABLE),
        uri.apply(TuningFolder.REPORT));
  }
}
