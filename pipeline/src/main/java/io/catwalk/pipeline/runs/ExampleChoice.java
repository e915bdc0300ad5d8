package io.catwalk.pipeline.runs;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Which examples are worth a look: the worst mistakes, the most confident ones of every pair of
 * classes that are taken for one another, and a random sample of every class, all of them with maps
 * of what the network looked at; and all mistakes, to be paged through. It depends on the
 * predictions alone, not on their order, so that the one who stores pictures and the one who shows
 * them choose the same. However many predictions there are, a few thousand of them are held.
 */
public final class ExampleChoice {

  /** How many of the worst mistakes are shown. */
  public static final int WORST = 24;

  /** How many mistakes are listed with a picture: with a model that guesses, a test set is one. */
  public static final int LISTED = 3_000;

  /** How many of a kind of mistake are known, beside those that are listed. */
  public static final int OF_A_PAIR = 12;

  private static final int MOST_SAMPLES = 60;
  private static final int MOST_OF_PAIRS = 270;

  private final List<Pair> pairs;
  private final List<ScoredExample> listed;
  private final List<List<ScoredExample>> samples;

  /**
   * A kind of mistake.
   *
   * @param actual index of the true class
   * @param predicted index of the class that it was taken for
   * @param count how many there are
   * @param examples the most confident ones, the most confident first; none where many other kinds
   *     are more frequent
   */
  public record Pair(int actual, int predicted, long count, List<ScoredExample> examples) {

    public Pair {
      examples = List.copyOf(examples);
    }
  }

  private ExampleChoice(
      List<Pair> pairs, List<ScoredExample> listed, List<List<ScoredExample>> samples) {
    this.pairs = pairs;
    this.listed = listed;
    this.samples = samples;
  }

  /** The mistakes made with the greatest confidence, at most {@value #WORST}. */
  public List<ScoredExample> worst() {
    return listed.stream().limit(WORST).toList();
  }

  /** The mistakes that can be paged through, most confident first, at most {@value #LISTED}. */
  public List<ScoredExample> listed() {
    return listed;
  }

  /** How many there are in all. */
  public long mistakes() {
    return pairs.stream().mapToLong(Pair::count).sum();
  }

  /** Every kind of mistake that occurs, the most frequent first. */
  public List<Pair> confused() {
    return pairs;
  }

  /** How many examples of each kind of mistake have pictures. */
  public int shownOfPair() {
    return Math.max(1, Math.min(4, MOST_OF_PAIRS / Math.max(1, pairs.size())));
  }

  /** A random sample of every class, a list a class. */
  public List<List<ScoredExample>> samples() {
    return samples;
  }

  /** All of those that are shown with maps of what the network looked at, each once. */
  public Set<ScoredExample> explained() {
    Set<ScoredExample> chosen = new LinkedHashSet<>(worst());
    samples.forEach(chosen::addAll);
    int each = shownOfPair();
    pairs.stream()
        .limit(MOST_OF_PAIRS / each)
        .forEach(pair -> pair.examples().stream().limit(each).forEach(chosen::add));
    return chosen;
  }

  /** The kinds of mistakes, the most frequent first; equally frequent ones in label order. */
  private static Stream<Pair> kinds(ConfusionMatrix confusion) {
    int classes = confusion.counts().size();
    return IntStream.range(0, classes * classes)
        .filter(cell -> cell / classes != cell % classes)
        .mapToObj(
            cell ->
                new Pair(
                    cell / classes,
                    cell % classes,
                    confusion.count(cell / classes, cell % classes),
                    List.of()))
        .filter(pair -> pair.count() > 0)
        .sorted(Comparator.comparingLong(pair -> -pair.count()));
  }

  /** Chooses among examples that come one by one, in whatever order and in parts. */
  public static final class Collector implements PredictionSums<Collector> {

    private static final long serialVersionUID = 1L;

    private final int classes;
    private final First listed = new First(false, LISTED);
    private final TreeMap<Integer, First> ofPairs = new TreeMap<>();
    private final List<First> samples = new ArrayList<>();

    /**
     * @param confusion of all examples that will come
     */
    public Collector(ConfusionMatrix confusion) {
      classes = confusion.counts().size();
      kinds(confusion)
          .limit(MOST_OF_PAIRS)
          .forEach(
              pair ->
                  ofPairs.put(cell(pair.actual(), pair.predicted()), new First(false, OF_A_PAIR)));
      // Digests decide what is drawn: they are as good as random numbers, and stay the same.
      int each = Math.max(1, Math.min(6, MOST_SAMPLES / classes));
      IntStream.range(0, classes).forEach(c -> samples.add(new First(true, each)));
    }

    private int cell(int actual, int predicted) {
      return actual * classes + predicted;
    }

    @Override
    public Collector add(Prediction prediction) {
      ScoredExample example = ScoredExample.of(prediction);
      samples.get(example.actual()).add(example);
      if (!example.correct()) {
        listed.add(example);
        First ofPair = ofPairs.get(cell(example.actual(), example.predicted()));
        if (ofPair != null) {
          ofPair.add(example);
        }
      }
      return this;
    }

    @Override
    public Collector merge(Collector other) {
      listed.addAll(other.listed);
      other.ofPairs.forEach((cell, examples) -> ofPairs.get(cell).addAll(examples));
      for (int c = 0; c < classes; c++) {
        samples.get(c).addAll(other.samples.get(c));
      }
      return this;
    }

    /**
     * @param confusion as above
     */
    public ExampleChoice choice(ConfusionMatrix confusion) {
      Map<Integer, List<ScoredExample>> examples = new TreeMap<>();
      ofPairs.forEach((cell, first) -> examples.put(cell, first.all()));
      List<Pair> pairs =
          kinds(confusion)
              .map(
                  pair ->
                      new Pair(
                          pair.actual(),
                          pair.predicted(),
                          pair.count(),
                          examples.getOrDefault(cell(pair.actual(), pair.predicted()), List.of())))
              .toList();
      return new ExampleChoice(pairs, listed.all(), samples.stream().map(First::all).toList());
    }
  }

  /** The first of many examples, in one of two orders. */
  private static final class First implements Serializable {

    private static final long serialVersionUID = 1L;

    private final boolean byKey;
    private final int most;
    private final ArrayList<ScoredExample> kept = new ArrayList<>();
    private boolean full;

    First(boolean byKey, int most) {
      this.byKey = byKey;
      this.most = most;
    }

    private Comparator<ScoredExample> order() {
      return byKey ? ScoredExample.BY_KEY : ScoredExample.SUREST_FIRST;
    }

    void add(ScoredExample example) {
      // The last of the first ones, since they were in order.
      if (full && order().compare(example, kept.get(most - 1)) >= 0) {
        return;
      }
      kept.add(example);
      if (kept.size() >= 2 * most) {
        shorten();
      }
    }

    void addAll(First other) {
      other.kept.forEach(this::add);
    }

    private void shorten() {
      kept.sort(order());
      if (kept.size() >= most) {
        kept.subList(most, kept.size()).clear();
        full = true;
      }
    }

    List<ScoredExample> all() {
      shorten();
      return List.copyOf(kept);
    }
  }
}
