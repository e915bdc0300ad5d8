package io.catwalk.pipeline.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.catwalk.pipeline.report.Links;
import io.catwalk.pipeline.report.Reports;
import io.catwalk.pipeline.report.Slices;
import io.catwalk.pipeline.report.TestRuns;
import io.catwalk.pipeline.runs.EvaluationResult;
import io.catwalk.pipeline.runs.RunReader;
import io.catwalk.pipeline.runs.StoredRun;
import io.catwalk.pipeline.storage.ArtifactStore;
import io.catwalk.pipeline.storage.HadoopStorage;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StatisticsTest {

  @Test
  void wilsonsIntervalIsThatOfTheLiterature() {
    // R. G. Newcombe, Statistics in Medicine 17 (1998), table I, method 3: 81 of 263, 15 of 148, 0
    // of 20, 1 of 29.
    assertInterval(Wilson.of(81, 263), 0.2553, 0.3662);
    assertInterval(Wilson.of(15, 148), 0.0624, 0.1605);
    assertInterval(Wilson.of(0, 20), 0.0000, 0.1611);
    assertInterval(Wilson.of(1, 29), 0.0061, 0.1718);
    assertThat(Wilson.of(7, 7).high()).isEqualTo(1);
    assertThat(Wilson.of(0, 0)).isNull();
  }

  @Test
  void mcNemarsTestIsTheExactBinomialOne() {
    // Two-sided binomial: 2 (1 + 10 + 45) / 2^10, and 2 (1 + 6) / 2^6.
    assertThat(McNemar.of(8, 2).probability()).isCloseTo(112 / 1024.0, within(1e-12));
    assertThat(McNemar.of(1, 5).probability()).isCloseTo(14 / 64.0, within(1e-12));
    assertThat(McNemar.of(3, 3).probability()).isEqualTo(1);
    assertThat(McNemar.of(0, 0).probability()).isEqualTo(1);
  }

  @Test
  void delongsIntervalAndTheInfluencesAgreeWithTheMetrics(@TempDir Path root) {
    StoredRun run = run(root, 400);
    EvaluationResult metrics = run.metrics();
    for (int c = 0; c < 3; c++) {
      double[] influence = new double[400];
      Interval area = OneAgainstRest.of(run.predictions(), c).area(influence).interval();

      assertThat(area.estimate()).isCloseTo(metrics.perClass().get(c).rocAuc(), within(1e-12));
      double sum = 0;
      double squares = 0;
      for (double value : influence) {
        sum += value;
        squares += value * value;
      }
      assertThat(sum).isCloseTo(0, within(1e-9));
      // The spread of a mean of influences is DeLong's standard error, to first order.
      double error = Math.sqrt(squares) / 400;
      assertThat(area.width() / 2 / Interval.Z).isCloseTo(error, within(error * 0.02));
    }
  }

  @Test
  void theBootstrapHoldsTheEstimatesAndIsAsWideAsTheory(@TempDir Path root) {
    StoredRun run = run(root, 900);
    Intervals intervals = Intervals.of(run);

    assertThat(intervals.macroF1().contains(run.metrics().macro().f1())).isTrue();
    assertThat(intervals.macroAuc().contains(run.metrics().macro().rocAuc())).isTrue();
    assertThat(intervals.logLoss().contains(run.metrics().logLoss())).isTrue();
    // With balanced classes macro F1 varies about as the accuracy does.
    double wilson = Wilson.of(run.metrics().confusionMatrix().correct(), 900).width();
    assertThat(intervals.macroF1().width()).isCloseTo(wilson, within(wilson * 0.15));
  }

  @Test
  void thePairedBootstrapIsAsWideAsTheory(@TempDir Path root) {
    ArtifactStore store = HadoopStorage.with(Map.of()).store(root.toString());
    TestRuns runs = new TestRuns(store, List.of("a", "b", "c"), 900);
    StoredRun one = read(runs.skill(0.8).write("one", 1));
    StoredRun two = read(runs.skill(0.6).write("two", 2));

    Comparison comparison = Comparison.of(one, two);

    double fixed = comparison.fixed().size() / 900.0;
    double broken = comparison.broken().size() / 900.0;
    double error = Math.sqrt((fixed + broken - (fixed - broken) * (fixed - broken)) / 900);
    assertThat(comparison.accuracy().estimate())
        .isCloseTo(one.metrics().accuracy() - two.metrics().accuracy(), within(1e-12));
    assertThat(comparison.accuracy().width())
        .isCloseTo(2 * Interval.Z * error, within(error * 0.4));
    assertThat(comparison.macroF1().estimate())
        .isCloseTo(one.metrics().macro().f1() - two.metrics().macro().f1(), within(1e-12));
    assertThat(comparison.logLoss().estimate())
        .isCloseTo(one.metrics().logLoss() - two.metrics().logLoss(), within(1e-9));
  }

  @Test
  void curvesStartAndEndWhereTheyMust(@TempDir Path root) {
    StoredRun run = run(root, 300);
    OneAgainstRest ranking = OneAgainstRest.of(run.predictions(), 1);
    Curve roc = ranking.roc();
    int last = roc.x().length - 1;

    assertThat(new double[] {roc.x()[0], roc.y()[0], roc.x()[last], roc.y()[last]})
        .containsExactly(0, 0, 1, 1);
    double area = 0;
    for (int i = 1; i <= last; i++) {
      area += (roc.x()[i] - roc.x()[i - 1]) * (roc.y()[i] + roc.y()[i - 1]) / 2;
    }
    assertThat(area).isCloseTo(run.metrics().perClass().get(1).rocAuc(), within(1e-12));
    Curve precisionRecall = ranking.precisionRecall();
    assertThat(precisionRecall.y()[precisionRecall.y().length - 1])
        .isCloseTo(1 / 3.0, within(1e-12));
  }

  @Test
  void slicesCountEveryExampleOnce(@TempDir Path root) {
    for (Slices.Dimension dimension : Slices.of(run(root, 301)).dimensions()) {
      assertThat(dimension.parts().stream().mapToLong(Slices.Part::examples).sum())
          .as(dimension.name())
          .isEqualTo(301);
    }
  }

  @Test
  void linksBetweenPagesAreRelative() {
    assertThat(Links.relative("file:/s/reports/a.html", "file:/s/runs/x y/report.html"))
        .isEqualTo("../runs/x%20y/report.html");
    assertThat(Links.relative("file:/s/a.html", "file:/s/b.html")).isEqualTo("./b.html");
    assertThat(Links.relative("file:/s/a.html", "hdfs://h:1/s/b.html"))
        .isEqualTo("hdfs://h:1/s/b.html");
  }

  private static StoredRun run(Path root, int examples) {
    ArtifactStore store = HadoopStorage.with(Map.of()).store(root.toString());
    return read(new TestRuns(store, List.of("a", "b", "c"), examples).write("one", 1));
  }

  private static StoredRun read(Reports.Place place) {
    return new RunReader(place.store(), place.path()).read(place.uri());
  }

  private static void assertInterval(Interval interval, double low, double high) {
    assertThat(interval.low()).isCloseTo(low, within(5e-5));
    assertThat(interval.high()).isCloseTo(high, within(5e-5));
  }
}
