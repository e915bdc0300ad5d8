package io.catwalk.pipeline.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.catwalk.pipeline.report.LiveReport.State;
import io.catwalk.pipeline.report.chart.Words;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class LiveReportTest {

  @Test
  void itTellsWhereTheTrainingIs() {
    LiveReport report = LiveReports.second();

    assertThat(report.headline()).isEqualTo("Epoch 2 of 10");
    assertThat(report.percentDone()).isEqualTo(25);
    Map<String, String> facts =
        report.facts().stream().collect(Collectors.toMap(RunView.Fact::name, RunView.Fact::value));
    assertThat(facts)
        .containsEntry("As of", Words.time("2026-11-28T12:03:04Z"))
        .containsEntry("Rate", "400 images/s")
        .containsEntry("Loss of the last round", "0.550");
    // Eight and three quarters of 10 epochs, of two minutes each.
    assertThat(facts.get("Time left")).isEqualTo("about " + Words.duration(8.75 * 120));
    assertThat(facts.get("Best so far")).contains("71.0").endsWith("after epoch 1");
  }

  @Test
  void onlyATrainingThatRunsIsReadAgain() {
    assertThat(html(State.RUNS)).contains("data-refresh=\"5\"").doesNotContain("data-next=");
    assertThat(html(State.EVALUATES)).contains("data-refresh=\"5\"", "being judged");
    assertThat(html(State.FINISHED)).contains("data-next=\"there\"").doesNotContain("refresh=");
    assertThat(html(State.STOPPED)).doesNotContain("data-refresh=", "data-next=");
  }

  private static String html(State state) {
    return new String(LiveReports.of(state).html(5, "there"), StandardCharsets.UTF_8);
  }
}
