package io.catwalk.pipeline.report;

import io.catwalk.pipeline.compare.Interval;
import io.catwalk.pipeline.compare.Wilson;
import io.catwalk.pipeline.report.chart.Scale;
import io.catwalk.pipeline.report.chart.Whisker;
import io.catwalk.pipeline.report.chart.Words;
import io.catwalk.pipeline.runs.ClassMetrics;
import io.catwalk.pipeline.runs.ExampleChoice.Pair;
import java.util.ArrayList;
import java.util.List;

/**
 * One class in the table of classes.
 *
 * @param metrics as in {@code metrics.json}
 * @param recall with Wilson's interval; null without examples
 * @param precision with Wilson's interval; null where nothing was predicted as this class
 * @param f1 by the bootstrap; null where the class does not occur
 * @param auc by DeLong's variance; null where it is not defined
 * @param recallBar the recall as a picture
 * @param takenFor what it is most often taken for, in words; empty where never for another
 * @param sample id of its sample
 */
record ClassRow(
    ClassMetrics metrics,
    Interval recall,
    Interval precision,
    Interval f1,
    Interval auc,
    Whisker recallBar,
    String takenFor,
    String sample) {

  static List<ClassRow> of(Analysis analysis) {
    List<ClassMetrics> all = analysis.run().metrics().perClass();
    List<Interval> recalls = all.stream().map(m -> Wilson.of(m.correct(), m.support())).toList();
    Scale scale = Whisker.shares(recalls);
    List<ClassRow> rows = new ArrayList<>();
    for (int c = 0; c < all.size(); c++) {
      ClassMetrics metrics = all.get(c);
      rows.add(
          new ClassRow(
              metrics,
              recalls.get(c),
              Wilson.of(metrics.correct(), metrics.predicted()),
              analysis.intervals().f1().get(c),
              analysis.intervals().auc().get(c),
              Whisker.of(recalls.get(c), scale),
              takenFor(analysis, c),
              Samples.id(c)));
    }
    return rows;
  }

  private static String takenFor(Analysis analysis, int index) {
    for (Pair pair : analysis.choice().confused()) {
      if (pair.actual() == index) {
        return analysis.classes().get(pair.predicted()) + " (" + Words.count(pair.count()) + ")";
      }
    }
    return "";
  }
}
