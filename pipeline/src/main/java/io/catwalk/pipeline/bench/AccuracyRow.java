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

  public AccuracyRow {
    settings = List.copyOf(settings);
    seeds = List.copyOf(seeds);
  }
}
