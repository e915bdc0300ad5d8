package io.catwalk.pipeline.runs;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * All that decides, bit for bit, what a training gives: a checkpoint goes on only under the same.
 *
 * @param values key → value; keys of the configuration, {@code dataset} and {@code engine}
 */
public record TrainingFingerprint(SortedMap<String, String> values) {

  public TrainingFingerprint {
    values = new TreeMap<>(values);
  }

  public static TrainingFingerprint of(Map<String, String> values) {
    return new TrainingFingerprint(new TreeMap<>(values));
  }

  /** Each key whose value is another one here than in an earlier training, with both, sorted. */
  public List<String> differences(TrainingFingerprint earlier) {
    TreeSet<String> keys = new TreeSet<>(values.keySet());
    keys.addAll(earlier.values.keySet());
    List<String> differences = new ArrayList<>();
    for (String key : keys) {
      String here = values.getOrDefault(key, "nothing");
      String there = earlier.values.getOrDefault(key, "nothing");
      if (!here.equals(there)) {
        differences.add(key + " (now " + here + ", was " + there + ")");
      }
    }
    return differences;
  }
}
