package io.catwalk.pipeline.ingest;

import io.catwalk.pipeline.dataset.Split;
import io.catwalk.pipeline.ingest.shard.IngestFindings;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * How many images may lie in two classes at once.
 *
 * @param percent of all images that can be used, 0 to 100
 */
record ConflictBudget(double percent) {

  /**
   * What is above the budget, in words; empty when nothing is.
   *
   * @param classes names in label order
   */
  Optional<String> exceeded(IngestFindings findings, List<String> classes) {
    long all = 0;
    for (Split split : Split.values()) {
      all += findings.statistics().good(split);
    }
    long files = findings.conflicts().files();
    double share = all == 0 ? 0 : 100.0 * files / all;
    if (share <= percent) {
      return Optional.empty();
    }
    return findings
        .conflicts()
        .warning(classes)
        .map(
            what ->
                String.format(
                    Locale.ROOT,
                    "%s; that is %.4g %% of all (at most %s %% allowed, data.conflicts.max-percent)",
                    what,
                    share,
                    percent == Math.rint(percent) ? Long.toString((long) percent) : percent))
        .findFirst();
  }
}
