package io.catwalk.pipeline.report;

import io.catwalk.pipeline.report.ReportPage.PageLink;
import io.catwalk.pipeline.report.chart.Words;
import io.catwalk.pipeline.runs.ExampleChoice;
import io.catwalk.pipeline.runs.ScoredExample;
import io.catwalk.pipeline.runs.StoredRun;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * All mistakes of a run, on a page of their own that lies beside the report. Its script pages
 * through them, the most confident first, by true and predicted class; without scripts they lie
 * folded, a kind after the other.
 *
 * @param assets style and script
 * @param run whose mistakes they are
 * @param report link to the report
 * @param kinds the most frequent first
 * @param listed how many are on the page
 * @param all how many there are
 * @param pictured how many of those on the page have a picture
 */
record MistakesPage(
    PageAssets assets,
    StoredRun run,
    String report,
    Collection<Kind> kinds,
    int listed,
    long all,
    long pictured) {

  private static final String ENDING = ".html";

  /**
   * Mistakes of the same true and predicted class.
   *
   * @param id to which the report links
   * @param actual index of the true class
   * @param predicted index of the class that they were taken for
   * @param mistakes the most confident first
   */
  record Kind(String id, int actual, int predicted, List<Mistake> mistakes) {}

  /**
   * @param rank among all by confidence, from 0
   */
  record Mistake(int rank, Card card) {}

  /**
   * Where the page lies, beside a report.
   *
   * @param report its file's name
   */
  static String nameBeside(String report) {
    String stem =
        report.endsWith(ENDING) ? report.substring(0, report.length() - ENDING.length()) : report;
    return stem + "-mistakes" + ENDING;
  }

  /**
   * A link from a page to a file beside it.
   *
   * @param name the file's
   */
  static String link(String name) {
    // The dot: a name with a colon would be taken for a scheme.
    return "./" + URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /**
   * @param report its file's name
   */
  static MistakesPage of(Analysis analysis, String report) {
    StoredRun run = analysis.run();
    ExampleChoice choice = analysis.choice();
    Map<List<Integer>, List<Mistake>> mistakes = new HashMap<>();
    List<ScoredExample> listed = choice.listed();
    for (int rank = 0; rank < listed.size(); rank++) {
      ScoredExample example = listed.get(rank);
      mistakes
          .computeIfAbsent(
              List.of(example.actual(), example.predicted()), kind -> new ArrayList<>())
          .add(new Mistake(rank, Card.of(run, example).withoutMaps()));
    }
    List<Kind> kinds = new ArrayList<>();
    for (ExampleChoice.Pair pair : choice.confused()) {
      List<Mistake> some = mistakes.get(List.of(pair.actual(), pair.predicted()));
      if (some != null) {
        kinds.add(
            new Kind(
                Samples.id(pair.actual(), pair.predicted()),
                pair.actual(),
                pair.predicted(),
                some));
      }
    }
    return new MistakesPage(
        PageAssets.read(),
        run,
        link(report),
        kinds,
        listed.size(),
        choice.mistakes(),
        mistakes.values().stream()
            .flatMap(List::stream)
            .filter(each -> each.card().picture() != null)
            .count());
  }

  String headline() {
    return listed < all
        ? "The " + Words.count(listed) + " surest of " + Words.count(all) + " mistakes"
        : Words.count(all, "mistake");
  }

  List<PageLink> links() {
    return List.of(new PageLink("mistakes", "Mistakes"));
  }
}
