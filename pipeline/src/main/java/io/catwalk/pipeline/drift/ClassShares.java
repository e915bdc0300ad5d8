package io.catwalk.pipeline.drift;

import io.catwalk.pipeline.runs.Drift;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.apache.commons.math3.stat.inference.ChiSquareTest;

/**
 * How images are shared out among classes: the Jensen-Shannon distance, which is the square root of
 * the divergence (J. Lin, "Divergence measures based on the Shannon entropy", 1991; D. Endres and
 * J. Schindelin, "A new metric for probability distributions", 2003) to base 2, so that it lies
 * from 0 to 1, and Pearson's chi-squared test of homogeneity.
 */
final class ClassShares {

  /** As NannyML and Evidently have it for categories. */
  private static final Threshold THRESHOLD = new Threshold(0.1);

  private ClassShares() {}

  /**
   * @param reference class → images
   * @param fresh likewise; at least one image
   * @param what images the reference is
   */
  static Drift.Measure compare(Map<String, Long> reference, Map<String, Long> fresh, String what) {
    TreeSet<String> names = new TreeSet<>(reference.keySet());
    names.addAll(fresh.keySet());
    names.removeIf(name -> count(reference, name) + count(fresh, name) == 0);
    long[] before = names.stream().mapToLong(name -> count(reference, name)).toArray();
    long[] now = names.stream().mapToLong(name -> count(fresh, name)).toArray();
    long allBefore = total(before);
    long allNow = total(now);
    double distance = distance(before, now);
    double probability =
        names.size() < 2 ? 1 : new ChiSquareTest().chiSquareTestDataSetsComparison(before, now);
    List<Drift.Part> parts = new ArrayList<>();
    for (String name : names) {
      parts.add(
          new Drift.Part(
              name,
              null,
              null,
              (double) count(reference, name) / allBefore,
              (double) count(fresh, name) / allNow));
    }
    return new Drift.Measure(
        "class_shares",
        "Class shares",
        distance,
        "Jensen-Shannon distance",
        THRESHOLD.distance(),
        probability,
        "chi-squared",
        THRESHOLD.verdict(distance, probability, allBefore, allNow),
        new Drift.Side(what, allBefore, 0, null),
        new Drift.Side("new images", allNow, 0, null),
        parts);
  }

  /** 0 where shares are the same, 1 where no class is in both. */
  static double distance(long[] one, long[] other) {
    double allOne = total(one);
    double allOther = total(other);
    double divergence = 0;
    for (int i = 0; i < one.length; i++) {
      double p = one[i] / allOne;
      double q = other[i] / allOther;
      double middle = (p + q) / 2;
      divergence += (entropy(p, middle) + entropy(q, middle)) / 2;
    }
    return Math.sqrt(Math.max(0, divergence));
  }

  private static double entropy(double share, double of) {
    return share == 0 ? 0 : share * Math.log(share / of) / Math.log(2);
  }

  private static long count(Map<String, Long> counts, String name) {
    return counts.getOrDefault(name, 0L);
  }

  private static long total(long[] counts) {
    long sum = 0;
    for (long count : counts) {
      sum += count;
    }
    return sum;
  }
}
