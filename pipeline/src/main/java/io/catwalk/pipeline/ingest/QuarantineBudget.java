package io.catwalk.pipeline.ingest;

import io.catwalk.pipeline.config.DatasetConfig;
import io.catwalk.pipeline.ingest.shard.IngestStatistics;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.LongStream;

/**
 * How many bad images are bearable: silently losing much of a class would bias the model.
 *
 * @param percent of all images, 0 to 100
 * @param classPercent of any one class, 0 to 100
 */
record QuarantineBudget(double percent, double classPercent) {

  static QuarantineBudget of(DatasetConfig config) {
    return new QuarantineBudget(config.maxQuarantinePercent(), config.maxClassQuarantinePercent());
  }

  /**
   * What is above the budget, in words; empty when nothing is.
   *
   * @param taken bad images that count no more because a person has accepted them, a label
   */
  Optional<String> exceeded(IngestStatistics statistics, List<String> classes, long[] taken) {
    long bad = 0;
    long all = 0;
    List<String> byClass = new ArrayList<>();
    List<String> over = new ArrayList<>();
    for (int label = 0; label < classes.size(); label++) {
      long badHere = statistics.bad(label) - taken[label];
      long allHere = badHere + statistics.good(label);
      bad += badHere;
      all += allHere;
      if (badHere > 0) {
        byClass.add(
            String.format(Locale.ROOT, "%s %,d of %,d", classes.get(label), badHere, allHere));
      }
      if (share(badHere, allHere) > classPercent) {
        over.add(
            String.format(
                Locale.ROOT,
                "%s of class '%s' (at most %s allowed, data.quarantine.max-class-percent)",
                show(share(badHere, allHere)),
                classes.get(label),
                show(classPercent)));
      }
    }
    if (share(bad, all) > percent) {
      over.add(
          0,
          String.format(
              Locale.ROOT,
              "%s of all (at most %s allowed, data.quarantine.max-percent)",
              show(share(bad, all)),
              show(percent)));
    }
    if (over.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        String.format(
            Locale.ROOT,
            "%,d of %,d images cannot be used%s: %s; by reason: %s; by class: %s; the first: %s",
            bad,
            all,
            besides(LongStream.of(taken).sum()),
            String.join(", ", over),
            reasons(statistics),
            String.join(", ", byClass),
            String.join(", ", statistics.firstBad())));
  }

  private static String besides(long taken) {
    return taken == 0
        ? ""
        : String.format(Locale.ROOT, " besides %,d that were accepted before", taken);
  }

  private static String reasons(IngestStatistics statistics) {
    List<String> parts = new ArrayList<>();
    statistics
        .reasons()
        .forEach((reason, count) -> parts.add(String.format(Locale.ROOT, "%s %,d", reason, count)));
    return String.join(", ", parts);
  }

  private static double share(long part, long all) {
    return all == 0 ? 0 : 100.0 * part / all;
  }

  private static String show(double percent) {
    return String.format(Locale.ROOT, "%.4g %%", percent).replaceFirst("\\.?0+ %", " %");
  }
}
