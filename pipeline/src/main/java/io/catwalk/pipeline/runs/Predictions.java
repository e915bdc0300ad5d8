package io.catwalk.pipeline.runs;

import io.catwalk.pipeline.dataset.Example;
import io.catwalk.pipeline.dataset.Example.ImageFacts;
import java.util.ArrayList;
import java.util.List;

/**
 * The predictions of a run, in the stored order: all of them, or a sample that is drawn by hash
 * where they are too many to be in memory together. What is counted over all, and which examples
 * are shown, rests on all of them in any case.
 */
public final class Predictions {

  private final List<String> paths = new ArrayList<>();
  private final List<String> digests = new ArrayList<>();
  private final List<ImageFacts> facts = new ArrayList<>();
  private final int[] labels;
  private final int[] predicted;

  /** A row a class: who looks at one class after the other finds its values side by side. */
  private final float[][] byClass;

  private final long below;
  private final ConfidenceCounts counts;
  private final ExampleChoice choice;

  private Predictions(PredictionSample sample, ConfidenceCounts counts, ExampleChoice choice) {
    List<Prediction> rows = sample.predictions();
    int classes = rows.get(0).probabilities().length;
    labels = new int[rows.size()];
    predicted = new int[rows.size()];
    byClass = new float[classes][rows.size()];
    for (int i = 0; i < predicted.length; i++) {
      Prediction row = rows.get(i);
      paths.add(row.path());
      digests.add(row.sha256());
      facts.add(row.facts());
      labels[i] = row.actual();
      predicted[i] = row.predicted();
      for (int c = 0; c < classes; c++) {
        byClass[c][i] = row.probabilities()[c];
      }
    }
    this.below = sample.below();
    this.counts = counts;
    this.choice = choice;
  }

  /**
   * @param confusion of all of them
   * @throws io.catwalk.pipeline.CatwalkException (data) when there are none, or they are damaged or
   *     of other classes
   */
  static Predictions read(StoredPredictions stored, ConfusionMatrix confusion) {
    int classes = confusion.counts().size();
    PredictionSample sample = PredictionSample.ofClasses(classes);
    ConfidenceCounts counts = new ConfidenceCounts();
    ExampleChoice.Collector chosen = new ExampleChoice.Collector(confusion);
    stored.forEachOf(
        classes,
        prediction -> {
          sample.add(prediction);
          counts.add(prediction);
          chosen.add(prediction);
        });
    return new Predictions(sample, counts, chosen.choice(confusion));
  }

  /** How many are held. */
  public int size() {
    return predicted.length;
  }

  /** Whether these are all. */
  public boolean whole() {
    return size() == counts.all();
  }

  /** Counts over all predictions, whether they are held or not. */
  public ConfidenceCounts counts() {
    return counts;
  }

  /** Which of all predictions are worth a look. */
  public ExampleChoice choice() {
    return choice;
  }

  /**
   * Whether an image would be in the sample if it had been judged.
   *
   * @param key as {@link #key}
   */
  public boolean samples(String key) {
    return below == Long.MAX_VALUE || PredictionSample.hash(key) < below;
  }

  /** Index of the true class, an example; not to be modified. */
  public int[] labels() {
    return labels;
  }

  public int actual(int example) {
    return labels[example];
  }

  public int predicted(int example) {
    return predicted[example];
  }

  public boolean correct(int example) {
    return predicted[example] == labels[example];
  }

  /** Of the predicted class, 0 to 1. */
  public float confidence(int example) {
    return probability(example, predicted[example]);
  }

  public float probability(int example, int index) {
    return byClass[index][example];
  }

  public String path(int example) {
    return paths.get(example);
  }

  /** Null where the run did not store them. */
  public ImageFacts facts(int example) {
    return facts.get(example);
  }

  /** What people see of an example. */
  public ScoredExample example(int example) {
    return new ScoredExample(
        path(example),
        digests.get(example),
        actual(example),
        predicted(example),
        confidence(example),
        probability(example, actual(example)));
  }

  /** What tells an example from all others in every run over the same data. */
  public String key(int example) {
    return Example.key(digests.get(example), paths.get(example));
  }

  /** -ln(probability of the true class), clipped as in {@code metrics.json}. */
  public double loss(int example) {
    return ProbabilityLoss.logarithm(probability(example, actual(example)));
  }
}
