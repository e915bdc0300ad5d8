package io.catwalk.pipeline.report;

import io.catwalk.pipeline.report.chart.Words;
import io.catwalk.pipeline.runs.ExampleChoice;
import io.catwalk.pipeline.runs.ExampleChoice.Pair;
import io.catwalk.pipeline.runs.ScoredExample;
import io.catwalk.pipeline.runs.StoredRun;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The examples that the page shows.
 *
 * @param worst the most confident mistakes
 * @param mistakes kinds of mistakes, the most frequent first
 * @param hiddenKinds kinds of mistakes that are too rare to be listed
 * @param classes a random sample of every class
 */
record Samples(List<Card> worst, List<Group> mistakes, int hiddenKinds, List<Group> classes) {

  private static final int MOST_KINDS = 150;
  private static final int MOST_PATHS = 8;

  /**
   * @param id that cells of the confusion matrix link to
   * @param title what they have in common
   * @param detail how many there are
   * @param cards some of them
   * @param paths of some more
   * @param more how many are not shown at all
   */
  record Group(
      String id, String title, String detail, List<Card> cards, List<String> paths, long more) {}

  static Samples of(Analysis analysis) {
    StoredRun run = analysis.run();
    ExampleChoice choice = analysis.choice();
    List<Pair> shown = choice.confused().stream().limit(MOST_KINDS).toList();
    List<Group> mistakes = shown.stream().map(pair -> mistake(analysis, pair)).toList();
    List<Group> classes = new ArrayList<>();
    List<List<ScoredExample>> samples = choice.samples();
    for (int c = 0; c < samples.size(); c++) {
      classes.add(
          new Group(
              id(c),
              run.classes().get(c),
              Words.count(run.metrics().perClass().get(c).support(), "image"),
              samples.get(c).stream().map(i -> Card.of(run, i)).toList(),
              List.of(),
              0));
    }
    return new Samples(
        choice.worst().stream().map(i -> Card.of(run, i)).toList(),
        mistakes,
        choice.confused().size() - shown.size(),
        classes);
  }

  static String id(int index) {
    return "class-" + index;
  }

  static String id(int actual, int predicted) {
    return "mistake-" + actual + "-" + predicted;
  }

  /** Ids of the kinds of mistakes that are listed. */
  Set<String> mistakeIds() {
    Set<String> ids = new HashSet<>();
    mistakes.forEach(group -> ids.add(group.id()));
    return ids;
  }

  private static Group mistake(Analysis analysis, Pair pair) {
    StoredRun run = analysis.run();
    int pictured = analysis.choice().shownOfPair();
    List<ScoredExample> examples = pair.examples();
    long support = run.metrics().confusionMatrix().support(pair.actual());
    return new Group(
        id(pair.actual(), pair.predicted()),
        run.classes().get(pair.actual()) + " → " + run.classes().get(pair.predicted()),
        Words.count(pair.count()) + " · " + Words.percent((double) pair.count() / support),
        examples.stream().limit(pictured).map(i -> Card.of(run, i)).toList(),
        examples.stream().skip(pictured).limit(MOST_PATHS).map(ScoredExample::path).toList(),
        Math.max(0, pair.count() - pictured - MOST_PATHS));
  }
}
