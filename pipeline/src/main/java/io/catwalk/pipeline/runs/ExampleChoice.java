package io.catwalk.pipeline.runs;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Which examples are worth a look: the worst mistakes, the most confident ones of every pair of
 * classes that are taken for one another, and a random sample of every class, all of them with maps
 * of what the network looked at; and all mistakes, to be paged through. It depends on the
 * predictions alone, not on their order, so that the one who stores pictures and the one who shows
 * them choose the same.
 */
public final class ExampleChoice {

  /** How many of the worst mistakes are shown. */
  public static final int WORST = 24;

  /** How many mistakes are listed with a picture: with a model that guesses, a test set is one. */
  public static final int LISTED = 3_000;

  private static final int MOST_SAMPLES = 60;
  private static final int MOST_OF_PAIRS = 270;

  private final int[] labels;
  private final int[] predicted;
  private final List<String> keys;
  private final int classes;
  private final List<Integer> mistakes;
  private final List<Pair> pairs;

  /**
   * A kind of mistake.
   *
   * @param actual index of the true class
   * @param predicted index of the class that it was taken for
   * @param examples all of them, the most confident first
   */
  public record Pair(int actual, int predicted, List<Integer> examples) {

    public Pair {
      examples = List.copyOf(examples);
    }
  }

  /**
   * @param labels index of the true class, an example
   * @param predicted index of the predicted class, an example
   * @param confidence of the prediction, an example
   * @param keys an example: its SHA-256, and its path where others have the same. They decide what
   *     is drawn: a digest is as good as a random number, and stays the same
   * @param classes number of classes
   */
  public ExampleChoice(
      int[] labels, int[] predicted, float[] confidence, List<String> keys, int classes) {
    this.labels = labels;
    this.predicted = predicted;
    this.keys = keys;
    this.classes = classes;
    this.mistakes =
        IntStream.range(0, labels.length)
            .filter(i -> predicted[i] != labels[i])
            .boxed()
            .sorted(
                Comparator.<Integer>comparingDouble(i -> -confidence[i]).thenComparing(keys::get))
            .toList();
    this.pairs = pairs();
  }

  /**
   * @param keys an example
   * @param classes number of classes
   */
  public static ExampleChoice of(LabelledScores scores, List<String> keys, int classes) {
    int[] predicted = IntStream.range(0, scores.size()).map(scores::predicted).toArray();
    float[] confidence = new float[predicted.length];
    for (int i = 0; i < predicted.length; i++) {
      confidence[i] = scores.probabilities()[i][predicted[i]];
    }
    return new ExampleChoice(scores.labels(), predicted, confidence, keys, classes);
  }

  private List<Pair> pairs() {
    TreeMap<Long, List<Integer>> found = new TreeMap<>();
    mistakes.forEach(
        i ->
            found
                .computeIfAbsent(
                    (long) labels[i] * classes + predicted[i], key -> new ArrayList<>())
                .add(i));
    return found.entrySet().stream()
        .map(
            entry ->
                new Pair(
                    (int) (entry.getKey() / classes),
                    (int) (entry.getKey() % classes),
                    entry.getValue()))
        // Stable: equally frequent ones stay in label order.
        .sorted(Comparator.comparingInt(pair -> -pair.examples().size()))
        .toList();
  }

  /** The mistakes made with the greatest confidence, at most {@value #WORST}. */
  public List<Integer> worst() {
    return mistakes.stream().limit(WORST).toList();
  }

  /** The mistakes that can be paged through, most confident first, at most {@value #LISTED}. */
  public List<Integer> listed() {
    return mistakes.stream().limit(LISTED).toList();
  }

  /** How many there are in all. */
  public int mistakes() {
    return mistakes.size();
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
  public List<List<Integer>> samples() {
    int each = Math.max(1, Math.min(6, MOST_SAMPLES / classes));
    List<List<Integer>> byClass =
        IntStream.range(0, classes).<List<Integer>>mapToObj(c -> new ArrayList<>()).toList();
    IntStream.range(0, labels.length)
        .boxed()
        .sorted(Comparator.comparing(keys::get))
        .forEach(
            i -> {
              List<Integer> sample = byClass.get(labels[i]);
              if (sample.size() < each) {
                sample.add(i);
              }
            });
    return byClass;
  }

  /** All of those that are shown with maps of what the network looked at, each once. */
  public Set<Integer> explained() {
    Set<Integer> chosen = new LinkedHashSet<>(worst());
    samples().forEach(chosen::addAll);
    int each = shownOfPair();
    pairs.stream()
        .limit(MOST_OF_PAIRS / each)
        .forEach(pair -> pair.examples().stream().limit(each).forEach(chosen::add));
    return chosen;
  }
}
