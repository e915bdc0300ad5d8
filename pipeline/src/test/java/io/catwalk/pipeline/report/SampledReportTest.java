package io.catwalk.pipeline.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.catwalk.pipeline.Json;
import io.catwalk.pipeline.compare.PairedFigures;
import io.catwalk.pipeline.runs.EvaluationResult;
import io.catwalk.pipeline.runs.StoredPredictions;
import io.catwalk.pipeline.storage.ArtifactStore;
import io.catwalk.pipeline.storage.HadoopStorage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.apache.commons.math3.stat.descriptive.moment.Variance;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Of more predictions than are in memory together. */
class SampledReportTest {

  private static final int ALL = 130_000;
  private static final int HELD = 100_000;

  @TempDir private static Path root;
  private static ArtifactStore store;
  private static Reports.Place run;
  private static Reports.Place baseline;

  @BeforeAll
  static void write() {
    store = HadoopStorage.with(Map.of()).store(root.toString());
    List<String> classes = List.of("cat", "dog");
    run = new TestRuns(store, classes, ALL).skill(0.8).write("large", 1);
    baseline = new TestRuns(store, classes, ALL).skill(0.7).write("before", 2);
  }

  @Test
  void thePageSaysWhatIsOfASampleAndCountsTheRestOverAll() throws IOException {
    Report report = Reports.of(run);
    String page = new String(report.html("report.html"), UTF_8);
    JsonNode document = new ObjectMapper().readTree(report.json());
    EvaluationResult metrics =
        Json.read(store.read("runs/large/metrics.json"), EvaluationResult.class, "metrics.json");

    assertThat(page.split("a sample of 100,000 of 130,000\u00a0predictions, drawn by hash", -1))
        .as("beside the metrics, the curves and the slices")
        .hasSize(4);
    assertThat(new String(report.markdown(), UTF_8)).contains("a sample of 100,000 of 130,000");
    assertThat(document.get("sample").asInt()).isEqualTo(HELD);
    assertThat(document.get("examples").asInt()).isEqualTo(ALL);
    long mistakes = ALL - metrics.confusionMatrix().correct();
    assertThat(report.mistakes()).isEqualTo(mistakes);
    long confused = 0;
    for (JsonNode kind : document.get("confusions")) {
      confused += kind.get("count").asLong();
    }
    assertThat(confused).isEqualTo(mistakes);
    assertThat(new String(report.beside("report.html").orElseThrow().content(), UTF_8))
        .contains("The 3,000 surest of %,d mistakes".formatted(mistakes));
    long inParts = 0;
    for (JsonNode part : document.get("slices").get(0).get("parts")) {
      inParts += part.get("examples").asLong();
    }
    assertThat(inParts).isEqualTo(HELD);
  }

  /** As wide as of so many examples, not as of the sample. */
  @Test
  void intervalsAreThoseOfAllPredictions() throws IOException {
    JsonNode metrics = new ObjectMapper().readTree(Reports.of(run).json()).get("metrics");
    EvaluationResult stored =
        Json.read(store.read("runs/large/metrics.json"), EvaluationResult.class, "metrics.json");

    JsonNode accuracy = metrics.get("accuracy");
    JsonNode f1 = metrics.get("macro.f1");
    // Two classes that are equally frequent and equally hard: macro F1 is the accuracy.
    assertThat(width(f1)).isCloseTo(width(accuracy), within(width(accuracy) * 0.1));
    double area = stored.macro().rocAuc();
    assertThat(metrics.get("macro.roc_auc").get("value").asDouble()).isEqualTo(area);
    assertThat(metrics.get("macro.roc_auc").get("low").asDouble()).isLessThan(area);
    double error = delong();
    assertThat(width(metrics.get("macro.roc_auc")) / 2 / 1.96).isCloseTo(error, within(error / 20));
  }

  /** The standard error of the area, from the places of all predictions. */
  private static double delong() {
    List<Float> of = new ArrayList<>();
    List<Float> others = new ArrayList<>();
    new StoredPredictions(store, "runs/large")
        .forEach(each -> (each.actual() == 0 ? of : others).add(each.probabilities()[0]));
    return Math.sqrt(spread(of, others) + spread(others, of));
  }

  private static double spread(List<Float> ones, List<Float> others) {
    Collections.sort(others);
    double[] places =
        ones.stream()
            .mapToDouble(
                each -> Math.abs(Collections.binarySearch(others, each) + 0.5) / others.size())
            .toArray();
    return new Variance().evaluate(places) / places.length;
  }

  @Test
  void twoRunsAreComparedOnTheSameSample() throws IOException {
    PairedFigures paired = Reports.compare(run, baseline);
    Report report = Reports.of(run, baseline);

    assertThat(paired.examples()).isEqualTo(HELD);
    assertThat(paired.whole()).isTrue();
    assertThat(paired.mcNemar()).isLessThan(1e-9);
    assertThat(new String(report.markdown(), UTF_8))
        .contains(", of a sample of 100,000 examples that both runs have predicted.");
  }

  private static double width(JsonNode figure) {
    return figure.get("high").asDouble() - figure.get("low").asDouble();
  }
}
