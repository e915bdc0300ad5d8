package io.catwalk.pipeline.runs;

import io.catwalk.pipeline.StoredDocument;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a search for better settings has tried: {@code tuning.json}.
 *
 * @param id its name, and that of its folder
 * @param dataset {@code name@version}
 * @param metric of the validation split by which settings are compared: accuracy, loss or f1
 * @param examples of the validation split
 * @param ranges key → what was tried for it, in words
 * @param trials in the order in which they were trained; the same setting comes again with more
 *     epochs
 * @param planned settings that might have been tried
 * @param seconds of all of it
 */
public record Tuning(
    int schemaVersion,
    String id,
    String dataset,
    String metric,
    long examples,
    Map<String, String> ranges,
    List<Trial> trials,
    int planned,
    double seconds)
    implements StoredDocument {

  public static final int SCHEMA_VERSION = 1;

  public Tuning {
    trials = List.copyOf(trials);
  }

  /**
   * One training.
   *
   * @param trial number of the setting, from 1 on; 1 is the configuration as it stands
   * @param epochs that it was to train
   * @param settings key → value, where they differ from the configuration; sorted
   * @param score on the validation split, of the best epoch; the larger the better, so that a loss
   *     is negative; null where training failed
   * @param accuracy on the validation split, likewise
   * @param loss on the validation split, likewise
   * @param bestEpoch 1-based; 0 where training failed
   * @param seconds that it took
   * @param failure why it failed; empty where it did not
   */
  public record Trial(
      int trial,
      int epochs,
      Map<String, String> settings,
      Double score,
      Double accuracy,
      Double loss,
      int bestEpoch,
      double seconds,
      String failure) {

    public Trial {
      settings = Collections.unmodifiableMap(new TreeMap<>(settings));
    }

    /** Whether there is a network to compare. */
    public boolean succeeded() {
      return score != null && !score.isNaN();
    }
  }

  /** The best of those that trained longest; empty where every training failed. */
  public Optional<Trial> best() {
    return best(trials);
  }

  /** As {@link #best()}, of a search that is under way. */
  public static Optional<Trial> best(List<Trial> trials) {
    return trials.stream()
        .filter(Trial::succeeded)
        .max(
            Comparator.comparingInt(Trial::epochs)
                .thenComparing(Trial::score)
                .thenComparing(Comparator.comparingInt(Trial::trial).reversed()));
  }

  /** The configuration as it stands. */
  public Optional<Trial> asConfigured() {
    return trials.stream().filter(t -> t.settings().isEmpty() && t.succeeded()).findFirst();
  }

  /** Different settings that were tried. */
  public int tried() {
    return (int) trials.stream().mapToInt(Trial::trial).distinct().count();
  }
}
