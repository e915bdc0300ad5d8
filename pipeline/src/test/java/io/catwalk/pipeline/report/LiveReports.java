package io.catwalk.pipeline.report;

import io.catwalk.pipeline.runs.History.Epoch;
import java.time.Instant;
import java.util.List;

/** Live reports to look at. */
final class LiveReports {

  private static final LiveReport.Training TRAINING =
      new LiveReport.Training("r1", "lenet5", 2, 48_000, 10);

  private LiveReports() {}

  /** In its second epoch. */
  static LiveReport second() {
    return of(LiveReport.State.RUNS);
  }

  static LiveReport of(LiveReport.State state) {
    return new LiveReport(
        TRAINING,
        state,
        List.of(new Epoch(1, 48_000, 120, 400, 0.9, 0.8, 0.71, 0.7, 0.001)),
        12_000,
        0.55,
        Instant.parse("2026-11-28T12:03:04.567Z"));
  }
}
