package io.catwalk.pipeline.ingest.shard;

import io.catwalk.pipeline.dataset.DatasetGrowth;
import io.catwalk.pipeline.dataset.Digests;
import io.catwalk.pipeline.dataset.HashTable;
import io.catwalk.pipeline.dataset.QuarantineReason;
import io.catwalk.pipeline.dataset.Split;
import java.io.Serializable;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.function.Function2;

/**
 * What is known of a dataset once every image was seen: whole numbers alone, so that the order in
 * which parts are merged, and thus the partitioning, changes nothing.
 */
public final class IngestStatistics implements Serializable {

  private static final long serialVersionUID = 1L;
  private static final BigInteger MODULUS = BigInteger.ONE.shiftLeft(256);
  private static final int SHOWN = 5;

  private final long[][] good;
  private final long[] bad;
  private final EnumMap<QuarantineReason, Long> reasons = new EnumMap<>(QuarantineReason.class);
  private final List<String> firstBad = new ArrayList<>();
  private final long[] sums;
  private final long[] squares;
  private final ImageTotals kept = new ImageTotals();
  private final ImageTotals fresh = new ImageTotals();
  private final List<Long> tests = new ArrayList<>();
  private BigInteger content = BigInteger.ZERO;

  IngestStatistics(int classes, int channels) {
    good = new long[Split.values().length][classes];
    bad = new long[classes];
    sums = new long[channels];
    squares = new long[channels];
  }

  /** Of all these images. */
  public static IngestStatistics of(JavaRDD<IngestedImage> images, int classes, int channels) {
    return images.treeAggregate(new IngestStatistics(classes, channels), new Add(), new Merge());
  }

  /** One more image. */
  private record Add() implements Function2<IngestStatistics, IngestedImage, IngestStatistics> {
    @Override
    public IngestStatistics call(IngestStatistics all, IngestedImage image) {
      return all.add(image);
    }
  }

  /** Of two parts. */
  private record Merge()
      implements Function2<IngestStatistics, IngestStatistics, IngestStatistics> {
    @Override
    public IngestStatistics call(IngestStatistics one, IngestStatistics other) {
      return one.merge(other);
    }
  }

  IngestStatistics add(IngestedImage image) {
    (image.fresh() ? fresh : kept).add(image);
    if (!image.good()) {
      bad[image.label()]++;
      reasons.merge(image.reason(), 1L, Long::sum);
      remember(image.path() + " (" + image.reason().id() + ")");
      return this;
    }
    good[image.split().ordinal()][image.label()]++;
    content = content.add(Digests.number(digest(image))).mod(MODULUS);
    if (image.split() == Split.TRAIN) {
      addPixels(image.pixels());
    } else if (image.split() == Split.TEST) {
      tests.add(HashTable.hash(image.sha256()));
    }
    return this;
  }

  private static byte[] digest(IngestedImage image) {
    List<String> row = new ArrayList<>();
    row.add(image.sha256());
    row.add(image.path());
    row.add(Integer.toString(image.label()));
    row.add(image.split().id());
    new TreeMap<>(image.attributes()).forEach((name, value) -> row.addAll(List.of(name, value)));
    return Digests.sha256(row.toArray(String[]::new));
  }

  private void addPixels(byte[] pixels) {
    int plane = pixels.length / sums.length;
    for (int channel = 0, at = 0; channel < sums.length; channel++) {
      for (int end = at + plane; at < end; at++) {
        int value = pixels[at] & 0xff;
        sums[channel] += value;
        squares[channel] += (long) value * value;
      }
    }
  }

  private void remember(String path) {
    firstBad.add(path);
    firstBad.sort(Comparator.naturalOrder());
    if (firstBad.size() > SHOWN) {
      firstBad.remove(SHOWN);
    }
  }

  IngestStatistics merge(IngestStatistics other) {
    for (int split = 0; split < good.length; split++) {
      addTo(good[split], other.good[split]);
    }
    addTo(bad, other.bad);
    addTo(sums, other.sums);
    addTo(squares, other.squares);
    kept.merge(other.kept);
    fresh.merge(other.fresh);
    tests.addAll(other.tests);
    other.reasons.forEach((reason, count) -> reasons.merge(reason, count, Long::sum));
    other.firstBad.forEach(this::remember);
    content = content.add(other.content).mod(MODULUS);
    return this;
  }

  private static void addTo(long[] sum, long[] more) {
    for (int i = 0; i < sum.length; i++) {
      sum[i] += more[i];
    }
  }

  public long good(Split split, int label) {
    return good[split.ordinal()][label];
  }

  public long good(int label) {
    long sum = 0;
    for (long[] split : good) {
      sum += split[label];
    }
    return sum;
  }

  public long good(Split split) {
    long sum = 0;
    for (long count : good[split.ordinal()]) {
      sum += count;
    }
    return sum;
  }

  DatasetGrowth.Totals all() {
    ImageTotals all = new ImageTotals();
    all.merge(kept);
    all.merge(fresh);
    return all.totals();
  }

  /** The SHA-256 of each file that tests. */
  public HashTable tests() {
    return HashTable.ofHashes(tests.stream().mapToLong(Long::longValue));
  }

  DatasetGrowth.Totals fresh() {
    return fresh.totals();
  }

  public long bad(int label) {
    return bad[label];
  }

  int classes() {
    return bad.length;
  }

  /** Reason's id → images. */
  public Map<String, Long> reasons() {
    Map<String, Long> byId = new TreeMap<>();
    reasons.forEach((reason, count) -> byId.put(reason.id(), count));
    return byId;
  }

  /** The first few paths with their reasons, in order. */
  public List<String> firstBad() {
    return List.copyOf(firstBad);
  }

  /** The same for the same rows in any order. */
  public String content() {
    return content.toString(16);
  }

  /** Of the training split, a channel, 0 to 1. */
  public List<Double> mean(int plane) {
    List<Double> mean = new ArrayList<>();
    double n = (double) good(Split.TRAIN) * plane;
    for (long sum : sums) {
      mean.add(sum / n / 255);
    }
    return mean;
  }

  /**
   * Of the training split, a channel, in 0 to 1; 1 where all values are equal, so that one may
   * divide by it.
   */
  public List<Double> standardDeviation(int plane) {
    List<Double> deviations = new ArrayList<>();
    BigInteger n = BigInteger.valueOf(good(Split.TRAIN)).multiply(BigInteger.valueOf(plane));
    for (int channel = 0; channel < sums.length; channel++) {
      BigInteger sum = BigInteger.valueOf(sums[channel]);
      // n² times the variance, without the cancellation that floating point would suffer.
      BigInteger scaled =
          n.multiply(BigInteger.valueOf(squares[channel])).subtract(sum.multiply(sum));
      double deviation = Math.sqrt(scaled.doubleValue()) / n.doubleValue() / 255;
      deviations.add(deviation > 0 ? deviation : 1);
    }
    return deviations;
  }
}
