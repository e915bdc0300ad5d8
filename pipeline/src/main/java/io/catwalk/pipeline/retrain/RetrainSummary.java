package io.catwalk.pipeline.retrain;

import io.catwalk.pipeline.registry.Blessing;
import io.catwalk.pipeline.runs.Drift;
import java.util.List;

/**
 * What a retraining did; as JSON (snake_case) it is what {@code --json} prints and hooks are told.
 * What does not apply is null.
 *
 * @param outcome promoted, kept, nothing-new or stopped
 * @param reasons in sentences
 * @param model name in the registry
 * @param champion version now
 * @param former champion before, where it changed
 * @param version of the challenger
 * @param run id of its run
 * @param dataset {@code name@version} that it was trained on
 * @param newImages of that dataset whose content the champion's has not
 * @param removedImages contents that the champion's has and that dataset has not
 * @param blessing the verdict
 * @param report full URI of the comparison with the champion, or of the run's own report
 * @param drift of the new images beside the champion's data
 * @param files of the source
 * @param bytesRead by this process; those of executors are not among them
 * @param seconds wall time
 * @param failedHooks what went wrong with hooks, a sentence each
 */
public record RetrainSummary(
    Outcome outcome,
    List<String> reasons,
    String model,
    String champion,
    String former,
    String version,
    String run,
    String dataset,
    long newImages,
    long removedImages,
    Blessing blessing,
    String report,
    Drift drift,
    int files,
    long bytesRead,
    double seconds,
    List<String> failedHooks) {

  public RetrainSummary {
    reasons = List.copyOf(reasons);
    failedHooks = List.copyOf(failedHooks);
  }

  RetrainSummary withFailedHooks(List<String> failed) {
    return new RetrainSummary(
        outcome,
        reasons,
        model,
        champion,
        former,
        version,
        run,
        dataset,
        newImages,
        removedImages,
        blessing,
        report,
        drift,
        files,
        bytesRead,
        seconds,
        failed);
  }
}
