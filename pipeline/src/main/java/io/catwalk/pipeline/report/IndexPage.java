package io.catwalk.pipeline.report;

import io.catwalk.pipeline.report.ReportPage.PageLink;
import io.catwalk.pipeline.report.chart.Chart;
import io.catwalk.pipeline.report.chart.Scale;
import io.catwalk.pipeline.report.chart.Whisker;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The index, ready to be shown.
 *
 * @param assets style and script
 * @param index of the runs
 * @param trend accuracy over time
 */
record IndexPage(PageAssets assets, RunIndex index, Chart trend) {

  List<PageLink> links() {
    return List.of(new PageLink("trend", "Trend"), new PageLink("runs", "Runs"));
  }

  /** A run with its accuracy as a picture. */
  record Row(IndexedRun run, Whisker bar) {}

  /** The newest first. */
  List<Row> rows() {
    Scale scale = Whisker.shares(index.runs().stream().map(IndexedRun::accuracy).toList());
    List<Row> rows = new ArrayList<>();
    for (IndexedRun run : index.runs()) {
      rows.add(new Row(run, Whisker.of(run.accuracy(), scale)));
    }
    Collections.reverse(rows);
    return rows;
  }
}
