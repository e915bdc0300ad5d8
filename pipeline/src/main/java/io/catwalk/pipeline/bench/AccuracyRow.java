package io.catwalk.pipeline.bench;

import java.util.List;

/**
 * A training whose accuracy is told.
 *
 * @param name what it is asked for by, and its runs' name
 * @param what it shows
 * @param experiment a packed one
 * @param settings laid over it, KEY=VALUE; {@code {fashion}}, {@code {photos}} and so on stand for
 *     what {@link AccuracyData} has, {@code {run NAME}} for another row's first run
 * @param seeds of its runs, at least one
 * @param atLeast that the mean of its accuracies must reach, 0 to 1; null where it is told alone
 */
public record AccuracyRow(
    String name,
    String what,
    String experiment,
    List<String> settings,
    List<Long> seeds,
    Double atLeast) {

  /** Places of tables of one half of Fashion-MNIST's classes each. */
  static final String LOWER = "lower";

  static final String UPPER = "upper";

  public AccuracyRow {
    settings = List.copyOf(settings);
    seeds = List.copyOf(seeds);
  }

  /** Whether it learns from half of Fashion-MNIST's classes. */
  public boolean halves() {
    return settings.stream()
        .anyMatch(set -> set.contains("{" + LOWER + "}") || set.contains("{" + UPPER + "}"));
  }
}
