package io.catwalk.pipeline.run;

import java.util.Map;

/**
 * The headline of a run; as JSON (snake_case) it is what {@code --json} prints.
 *
 * @param runId name of the run
 * @param run full URI of its folder
 * @param model the network's name in the catalog
 * @param dataset {@code name@version}
 * @param accuracy on the test split, 0 to 1
 * @param macroF1 mean of the classes' F1 on the test split, 0 to 1
 * @param logLoss on the test split, natural logarithm
 * @param trainExamples in the training split; 0 when nothing was trained
 * @param testExamples in the test split
 * @param epochs trained; 0 when nothing was trained
 * @param bestEpoch whose network was kept, 1-based; 0 when nothing was trained
 * @param validationAccuracy of that epoch, 0 to 1; null where nothing validates
 * @param recall class → share of its test images that were recognised, 0 to 1; without classes that
 *     have none
 * @param trainSeconds of training alone, without validation; 0 when nothing was trained
 * @param imagesPerSecond that training consumed, all workers together; 0 when nothing was trained
 * @param seconds wall time of the whole job
 * @param metrics full URI of {@code metrics.json}
 * @param report full URI of {@code report.html}; null where it could not be made
 * @param modelFile full URI of {@code model.zip}
 * @param labelErrors images that are probably labelled wrongly, of those that were judged by a
 *     network that had not learned from them
 * @param labelErrorTable full URI of {@code label-errors.csv}, which names them
 * @param parametersSha256 of the model's weights: runs that share it have the same model
 * @param synthetic the images were drawn, not photographed: the figures say nothing about real ones
 */
public record RunSummary(
    String runId,
    String run,
    String model,
    String dataset,
    double accuracy,
    double macroF1,
    double logLoss,
    long trainExamples,
    long testExamples,
    int epochs,
    int bestEpoch,
    Double validationAccuracy,
    Map<String, Double> recall,
    double trainSeconds,
    double imagesPerSecond,
    double seconds,
    String metrics,
    String report,
    String modelFile,
    long labelErrors,
    String labelErrorTable,
    String parametersSha256,
    boolean synthetic) {

  /** Figure → value, on the test split. */
  Map<String, Double> figures() {
    return Map.of("accuracy", accuracy, "macro_f1", macroF1, "log_loss", logLoss);
  }

  /** What tells this run from others, for those who know it by its figures. */
  Map<String, String> facts() {
    return Map.of(
        "catwalk.run", run,
        "catwalk.dataset", dataset,
        "catwalk.parameters_sha256", parametersSha256);
  }
}
