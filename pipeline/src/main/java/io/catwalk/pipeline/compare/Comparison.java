package io.catwalk.pipeline.compare;

import io.catwalk.pipeline.CatwalkException;
import io.catwalk.pipeline.runs.Predictions;
import io.catwalk.pipeline.runs.StoredRun;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * A run against a baseline, on the examples that both have predicted.
 *
 * @param baseline the other run
 * @param examples that both have
 * @param onlyHere examples that the baseline lacks
 * @param onlyBaseline examples that this run lacks
 * @param sampled whether these are a sample, since one of the runs has too many predictions to be
 *     in memory together
 * @param before the baseline's figures on these examples
 * @param after the run's figures on these examples
 * @param test whether they err equally often
 * @param accuracy the run's minus the baseline's, by paired bootstrap
 * @param notBetter share of the draws in which the run is not right on more
 * @param macroF1 likewise
 * @param logLoss likewise; below 0 is better
 * @param recall a class, likewise; null where it has no example
 * @param fixed examples that only the run gets right, the most confident mistake of the baseline
 *     first
 * @param broken examples that only the baseline gets right, the run's most confident mistake first
 * @param counterparts example of the run → the baseline's
 */
public record Comparison(
    StoredRun baseline,
    int examples,
    int onlyHere,
    int onlyBaseline,
    boolean sampled,
    Totals before,
    Totals after,
    McNemar test,
    Interval accuracy,
    double notBetter,
    Interval macroF1,
    Interval logLoss,
    List<Interval> recall,
    List<Integer> fixed,
    List<Integer> broken,
    Map<Integer, Integer> counterparts) {

  /**
   * Figures of one run on the examples that both have.
   *
   * @param recall a class; NaN without examples
   */
  public record Totals(double accuracy, double macroF1, double logLoss, List<Double> recall) {

    static Totals of(F1Counts counts, int classes, double right, double loss) {
      return new Totals(
          right,
          counts.macroF1(),
          loss,
          IntStream.range(0, classes).mapToObj(counts::recall).toList());
    }
  }

  /**
   * @throws CatwalkException (data) when the classes differ, or no example is in both
   */
  public static Comparison of(StoredRun run, StoredRun baseline) {
    if (!run.classes().equals(baseline.classes())) {
      throw CatwalkException.data(
          String.format(
              Locale.ROOT,
              "Cannot compare %s with %s: the baseline's classes are %s, the run's are %s; choose a baseline of the same classes",
              run.id(),
              baseline.id(),
              some(baseline.classes()),
              some(run.classes())));
    }
    Pairs pairs = Pairs.of(run.predictions(), baseline.predictions());
    if (pairs.here.length == 0) {
      throw CatwalkException.data(
          String.format(
              Locale.ROOT,
              "Cannot compare %s with %s: they have no example in common (%s and %s); evaluate both on the same dataset",
              run.id(),
              baseline.id(),
              run.data(),
              baseline.data()));
    }
    return new PairedBootstrap(run, baseline, pairs).compare();
  }

  private static String some(List<String> classes) {
    return classes.size() <= 12
        ? String.join(", ", classes)
        : String.join(", ", classes.subList(0, 12)) + " and " + (classes.size() - 12) + " more";
  }

  /** Whether the examples are all the same. */
  public boolean whole() {
    return onlyHere == 0 && onlyBaseline == 0;
  }

  /** Whether chance alone explains the difference, at the 5 % level. */
  public boolean undecided() {
    return test.probability() >= 0.05;
  }

  /**
   * The same examples in both runs.
   *
   * @param onlyHere examples of the run that the baseline would have, had it judged them
   * @param onlyThere examples of the baseline likewise
   */
  private record Pairs(int[] here, int[] there, int onlyHere, int onlyThere) {

    static Pairs of(Predictions run, Predictions baseline) {
      Map<String, Integer> known = new HashMap<>();
      for (int i = 0; i < baseline.size(); i++) {
        known.put(baseline.key(i), i);
      }
      int[] here = new int[run.size()];
      int[] there = new int[run.size()];
      int found = 0;
      int comparable = 0;
      for (int i = 0; i < here.length; i++) {
        String key = run.key(i);
        Integer other = known.get(key);
        comparable += baseline.samples(key) ? 1 : 0;
        // A label that was corrected meanwhile makes it another example.
        if (other != null && baseline.actual(other) == run.actual(i)) {
          here[found] = i;
          there[found++] = other;
        }
      }
      int others =
          (int)
              IntStream.range(0, baseline.size()).filter(i -> run.samples(baseline.key(i))).count();
      return new Pairs(
          Arrays.copyOf(here, found),
          Arrays.copyOf(there, found),
          comparable - found,
          others - found);
    }
  }

  /** Draws the same examples for both. */
  private static final class PairedBootstrap {

    private final StoredRun run;
    private final StoredRun baseline;
    private final Pairs pairs;
    private final int size;
    private final F1Counts here;
    private final F1Counts there;
    private final double[] lossChange;
    private double lossHere;
    private double lossThere;
    private int rightHere;
    private int rightThere;
    private final List<Integer> fixed = new ArrayList<>();
    private final List<Integer> broken = new ArrayList<>();
    private final Map<Integer, Integer> counterparts = new HashMap<>();

    PairedBootstrap(StoredRun run, StoredRun baseline, Pairs pairs) {
      this.run = run;
      this.baseline = baseline;
      this.pairs = pairs;
      this.size = pairs.here.length;
      this.here = new F1Counts(run.classes().size());
      this.there = new F1Counts(run.classes().size());
      this.lossChange = new double[size];
    }

    Comparison compare() {
      lookAtEveryExample();
      int classes = run.classes().size();
      double[] accuracy = new double[Draws.RESAMPLES];
      double[] macroF1 = new double[Draws.RESAMPLES];
      double[] logLoss = new double[Draws.RESAMPLES];
      double[][] recall = new double[classes][Draws.RESAMPLES];
      Totals after = Totals.of(here, classes, (double) rightHere / size, lossHere / size);
      Totals before = Totals.of(there, classes, (double) rightThere / size, lossThere / size);
      Draws draws = new Draws(size);
      for (int r = 0; r < Draws.RESAMPLES; r++) {
        here.clear();
        there.clear();
        int gained = 0;
        for (int k = 0; k < size; k++) {
          int pair = draws.next();
          gained += add(pair);
          logLoss[r] += lossChange[pair] / size;
        }
        accuracy[r] = (double) gained / size;
        macroF1[r] = here.macroF1() - there.macroF1();
        for (int c = 0; c < classes; c++) {
          recall[c][r] = here.recall(c) - there.recall(c);
        }
      }
      List<Interval> byClass = new ArrayList<>();
      for (int c = 0; c < classes; c++) {
        double[] known = Arrays.stream(recall[c]).filter(Double::isFinite).toArray();
        byClass.add(
            known.length == 0
                ? null
                : Draws.percentiles(after.recall().get(c) - before.recall().get(c), known));
      }
      return new Comparison(
          baseline,
          size,
          pairs.onlyHere,
          pairs.onlyThere,
          !run.predictions().whole() || !baseline.predictions().whole(),
          before,
          after,
          McNemar.of(fixed.size(), broken.size()),
          Draws.percentiles(after.accuracy() - before.accuracy(), accuracy),
          Arrays.stream(accuracy).filter(change -> change <= 0).count() / (double) Draws.RESAMPLES,
          Draws.percentiles(after.macroF1() - before.macroF1(), macroF1),
          Draws.percentiles(after.logLoss() - before.logLoss(), logLoss),
          byClass,
          mostConfidentFirst(fixed, i -> baseline.predictions().confidence(counterparts.get(i))),
          mostConfidentFirst(broken, i -> run.predictions().confidence(i)),
          counterparts);
    }

    private void lookAtEveryExample() {
      for (int pair = 0; pair < size; pair++) {
        int example = pairs.here[pair];
        int other = pairs.there[pair];
        counterparts.put(example, other);
        double loss = run.predictions().loss(example);
        double otherLoss = baseline.predictions().loss(other);
        lossChange[pair] = loss - otherLoss;
        lossHere += loss;
        lossThere += otherLoss;
        rightHere += run.predictions().correct(example) ? 1 : 0;
        rightThere += baseline.predictions().correct(other) ? 1 : 0;
        int gained = add(pair);
        if (gained > 0) {
          fixed.add(example);
        } else if (gained < 0) {
          broken.add(example);
        }
      }
    }

    /** 1 where only the run is right, -1 where only the baseline is. */
    private int add(int pair) {
      Predictions one = run.predictions();
      Predictions other = baseline.predictions();
      int actual = one.actual(pairs.here[pair]);
      int ours = one.predicted(pairs.here[pair]);
      int theirs = other.predicted(pairs.there[pair]);
      here.add(actual, ours);
      there.add(actual, theirs);
      return (ours == actual ? 1 : 0) - (theirs == actual ? 1 : 0);
    }

    private static List<Integer> mostConfidentFirst(
        List<Integer> examples, ToDoubleFunction<Integer> confidence) {
      return examples.stream()
          .sorted(
              Comparator.comparingDouble(confidence)
                  .reversed()
                  .thenComparing(Comparator.naturalOrder()))
          .toList();
    }
  }
}
