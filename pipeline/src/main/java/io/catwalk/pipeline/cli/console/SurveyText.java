package io.catwalk.pipeline.cli.console;

import io.catwalk.pipeline.dataset.SourceNotices;
import io.catwalk.pipeline.ingest.SourceSurvey;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What was seen in a source of images, in lines of text. */
public final class SurveyText {

  private static final int MOST_CLASSES = 12;

  private SurveyText() {}

  public static List<String> lines(SourceSurvey survey) {
    List<String> lines = new ArrayList<>();
    lines.add(
        Figures.count(survey.images())
            + " images of "
            + survey.classes().size()
            + " classes: "
            + classes(survey));
    lines.add(sight(survey));
    if (survey.badImages() > 0) {
      lines.add(
          count(survey.badImages(), "cannot be used", survey)
              + ": "
              + String.join("; ", survey.badExamples()));
    }
    if (survey.duplicates() > 0) {
      lines.add(
          count(survey.duplicates(), "the same bytes as another one", survey)
              + (survey.conflicts() > 0
                  ? "; " + Figures.count(survey.conflicts()) + " of them in another class"
                  : ""));
    }
    if (!survey.leftOut().isEmpty()) {
      lines.add(
          "files that are no images: " + new SourceNotices(survey.leftOut(), List.of()).kinds());
    }
    lines.addAll(survey.remarks());
    return lines;
  }

  private static String classes(SourceSurvey survey) {
    String named =
        survey.classes().entrySet().stream()
            .limit(MOST_CLASSES)
            .map(each -> each.getKey() + " " + Figures.count(each.getValue()))
            .collect(Collectors.joining(", "));
    int more = survey.classes().size() - MOST_CLASSES;
    return more > 0 ? named + " and " + more + " more" : named;
  }

  private static String sight(SourceSurvey survey) {
    SourceSurvey.Sides sides = survey.sides();
    return String.format(
        Locale.ROOT,
        "shorter sides of %,d to %,d pixels, half of them below %,d; %s",
        sides.smallest(),
        sides.largest(),
        sides.median(),
        survey.colourful() > 0
            ? String.format(Locale.ROOT, "%.0f %% in colour", 100 * survey.colourful())
            : "all grey");
  }

  private static String count(long number, String what, SourceSurvey survey) {
    return survey.looked() == survey.images()
        ? Figures.count(number) + " images: " + what
        : Figures.count(number) + " of " + Figures.count(survey.looked()) + " read: " + what;
  }
}
