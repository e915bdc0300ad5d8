package io.catwalk.pipeline.dataset;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * How a version of a dataset came from the one before.
 *
 * @param base version whose images were taken over; null where all were read
 * @param buckets that shards are divided into
 * @param shards split → its files in their order, relative to the dataset's folder; those that
 *     begin with {@code ../} belong to versions before
 * @param shared how many of these do
 * @param all images of this version
 * @param fresh images that were read for this version
 * @param removed images of the base that are no more
 */
public record DatasetGrowth(
    String base,
    int buckets,
    Map<String, List<String>> shards,
    int shared,
    Totals all,
    Totals fresh,
    long removed) {

  private static final Pattern SHARED = Pattern.compile("\\.\\./([^/]+)/.*");

  /** Versions before of which this one reads shards, sorted. */
  public Set<String> sharedWith() {
    return shards.values().stream()
        .flatMap(List::stream)
        .map(DatasetGrowth::owner)
        .flatMap(Optional::stream)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** The version before that a file of {@link #shards} belongs to; empty where it is the own. */
  static Optional<String> owner(String file) {
    Matcher matcher = SHARED.matcher(file);
    return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
  }

  /**
   * @param images that can be used
   * @param bad that cannot
   * @param meanWidth in pixels, before resizing; 0 where there are none
   * @param meanHeight likewise
   * @param meanBrightness 0 to 1; 0 where there are none
   */
  public record Totals(
      long images, long bad, double meanWidth, double meanHeight, double meanBrightness) {}
}
