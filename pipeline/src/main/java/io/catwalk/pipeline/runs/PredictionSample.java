package io.catwalk.pipeline.runs;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.commons.codec.digest.MurmurHash3;

/**
 * Predictions that stand for all: all of them while they are few, else those whose keys have the
 * smallest hashes, so that two runs that have judged the same images have the same sample.
 */
final class PredictionSample {

  /** So many are all of them. */
  private static final int MOST = 100_000;

  /** Of very many classes fewer are held: numbers, 4 bytes each. */
  private static final int MOST_PROBABILITIES = 20_000_000;

  private static final int LEAST = 1_000;

  private record Row(long hash, long number, Prediction prediction) {}

  private final int most;
  private final List<Row> rows = new ArrayList<>();
  private long seen;
  private long below = Long.MAX_VALUE;

  private PredictionSample(int most) {
    this.most = most;
  }

  /**
   * @param classes number of classes
   */
  static PredictionSample ofClasses(int classes) {
    return new PredictionSample(mostOf(classes));
  }

  /** How many predictions of so many classes are held at most. */
  static int mostOf(int classes) {
    return Math.max(LEAST, Math.min(MOST, MOST_PROBABILITIES / classes));
  }

  void add(Prediction prediction) {
    long number = seen++;
    long hash = hash(prediction.key());
    if (hash < below) {
      rows.add(new Row(hash, number, prediction));
      if (rows.size() >= most + most / 4) {
        shorten();
      }
    }
  }

  private void shorten() {
    if (rows.size() > most) {
      rows.sort(Comparator.comparingLong(Row::hash).thenComparing(Row::number));
      rows.subList(most, rows.size()).clear();
      below = rows.get(most - 1).hash + 1;
    }
  }

  static long hash(String key) {
    return MurmurHash3.hash128x64(key.getBytes(StandardCharsets.UTF_8))[0];
  }

  /** In the order in which they were added. */
  List<Prediction> predictions() {
    shorten();
    rows.sort(Comparator.comparingLong(Row::number));
    return rows.stream().map(Row::prediction).toList();
  }

  /** Predictions are in it whose keys have hashes below this. */
  long below() {
    shorten();
    return below;
  }

  /** How many it stands for. */
  long seen() {
    return seen;
  }
}
