package io.catwalk.pipeline.bench;

import java.util.List;

/**
 * What {@code bench accuracy} found.
 *
 * @param rows those that were trained
 * @param skipped names of those whose images are not here
 */
public record AccuracyReport(List<Row> rows, List<String> skipped) {

  /**
   * One row.
   *
   * @param name as {@link AccuracyRow}
   * @param what as {@link AccuracyRow}
   * @param epochs of each run
   * @param accuracies on the test split, a run each, 0 to 1
   * @param accuracy their mean
   * @param atLeast as {@link AccuracyRow}
   * @param reached whether it is at least that; null where nothing is asked
   * @param seconds of all its runs
   * @param command that does the same, with the first seed
   */
  public record Row(
      String name,
      String what,
      int epochs,
      List<Double> accuracies,
      double accuracy,
      Double atLeast,
      Boolean reached,
      double seconds,
      String command) {}
}
