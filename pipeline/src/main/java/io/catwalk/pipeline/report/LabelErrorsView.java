package io.catwalk.pipeline.report;

import io.catwalk.pipeline.report.chart.Words;
import io.catwalk.pipeline.runs.LabelErrors;
import io.catwalk.pipeline.runs.LabelErrors.Part;
import io.catwalk.pipeline.runs.LabelErrors.Pictured;
import io.catwalk.pipeline.runs.LabelErrors.Suspect;
import io.catwalk.pipeline.runs.RunPaths;
import io.catwalk.pipeline.runs.StoredRun;
import java.util.List;
import java.util.Optional;

/**
 * Images whose labels are probably wrong.
 *
 * @param table URI of the table of all
 * @param found how many there are
 * @param parts what was looked through, a sentence each
 * @param suspects the most probable ones
 * @param training whether the images that were trained on are among those looked through
 */
record LabelErrorsView(
    String table, long found, List<String> parts, List<SuspectCard> suspects, boolean training) {

  /**
   * One of them.
   *
   * @param score 0 to 1, in words
   * @param probabilities of both classes, in words
   * @param picture a data URI
   * @param small the picture has so few pixels that they should stay visible
   */
  record SuspectCard(
      String path,
      String split,
      String label,
      String suggested,
      String score,
      String probabilities,
      String picture,
      boolean small) {

    private static SuspectCard of(Pictured pictured) {
      Suspect suspect = pictured.suspect();
      return new SuspectCard(
          suspect.path(),
          suspect.split(),
          suspect.label(),
          suspect.suggested(),
          Words.ratio(suspect.score()),
          Words.percent(suspect.suggestedProbability())
              + " · as labelled "
              + Words.percent(suspect.labelProbability()),
          Card.uri(pictured.image()),
          Math.max(pictured.width(), pictured.height()) <= Card.FEW_PIXELS);
    }

    /** A text alternative. */
    String alt() {
      return "labelled " + label + ", probably " + suggested;
    }

    String name() {
      return Card.name(path);
    }
  }

  /** Empty for runs of older versions, which did not look for them. */
  static Optional<LabelErrorsView> of(StoredRun run) {
    LabelErrors errors = run.labelErrors();
    if (errors == null) {
      return Optional.empty();
    }
    return Optional.of(
        new LabelErrorsView(
            run.uri() + "/" + RunPaths.LABEL_ERROR_TABLE,
            errors.found(),
            errors.parts().stream().map(LabelErrorsView::sentence).toList(),
            errors.first().stream().map(SuspectCard::of).toList(),
            errors.parts().stream().anyMatch(part -> part.folds() > 0)));
  }

  private static String sentence(Part part) {
    return Words.count(part.found())
        + " of "
        + Words.count(part.examples())
        + " in the "
        + part.split()
        + " split, judged by "
        + (part.folds() == 0
            ? "the run's network"
            : Words.count(part.folds(), "network") + ", each of images that it was not trained on");
  }

  /** Whether there are more than those that are shown. */
  boolean more() {
    return found > suspects.size();
  }
}
