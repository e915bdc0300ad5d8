package io.catwalk.pipeline.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.catwalk.pipeline.CatwalkException;
import io.catwalk.pipeline.ExitCode;
import io.catwalk.pipeline.Json;
import io.catwalk.pipeline.registry.Lease;
import io.catwalk.pipeline.registry.Registry;
import io.catwalk.pipeline.registry.VersionManifest;
import io.catwalk.pipeline.report.chart.Words;
import io.catwalk.pipeline.runs.EvaluationResult;
import io.catwalk.pipeline.storage.ArtifactStore;
import io.catwalk.pipeline.storage.HadoopStorage;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {

  private static final List<String> HOSTILE =
      List.of(
          "<script>alert(1)</script>",
          "\" onmouseover=\"alert(1)",
          "'; DROP TABLE--",
          "a & b | `c`",
          "</style></svg><img src=x>");

  private ArtifactStore store;

  @BeforeEach
  void open(@TempDir Path root) {
    store = HadoopStorage.with(Map.of()).store(root.resolve("a store").toString());
  }

  @Test
  void thePageShowsWhatMetricsJsonSays() {
    Reports.Place run = new TestRuns(store, List.of("cat", "dog", "owl"), 300).write("one", 1);
    EvaluationResult metrics =
        Json.read(store.read("runs/one/metrics.json"), EvaluationResult.class, "");

    String page = html(run);

    Map<String, String> shown = new HashMap<>();
    Matcher data =
        Pattern.compile("<data value=\"([^\"]*)\" data-metric=\"([^\"]*)\">([^<]*)<").matcher(page);
    while (data.find()) {
      shown.put(data.group(2), data.group(1) + " " + data.group(3));
    }
    assertThat(shown)
        .containsEntry("accuracy", metrics.accuracy() + " " + Words.percent(metrics.accuracy()))
        .containsEntry(
            "top2_accuracy", metrics.top2Accuracy() + " " + Words.percent(metrics.top2Accuracy()))
        .containsEntry("macro.f1", metrics.macro().f1() + " " + Words.ratio(metrics.macro().f1()))
        .containsEntry(
            "weighted.f1", metrics.weighted().f1() + " " + Words.ratio(metrics.weighted().f1()))
        .containsEntry(
            "macro.roc_auc", metrics.macro().rocAuc() + " " + Words.ratio(metrics.macro().rocAuc()))
        .containsEntry("log_loss", metrics.logLoss() + " " + Words.ratio(metrics.logLoss()))
        .containsEntry(
            "brier_score", metrics.brierScore() + " " + Words.ratio(metrics.brierScore()))
        .containsEntry(
            "calibration.expected_error",
            metrics.calibration().expectedError()
                + " "
                + Words.ratio(metrics.calibration().expectedError()))
        .hasSize(11);
    Matcher classes =
        Pattern.compile("data-sort=\"([^\"]*)\" data-metric=\"(recall|f1|roc_auc)\"").matcher(page);
    for (int c = 0; c < 3; c++) {
      for (Double expected :
          List.of(
              metrics.perClass().get(c).recall(),
              metrics.perClass().get(c).f1(),
              metrics.perClass().get(c).rocAuc())) {
        assertThat(classes.find()).isTrue();
        assertThat(Double.valueOf(classes.group(1))).isEqualTo(expected);
      }
    }
    assertThat(page)
        .contains(
            ">" + metrics.confusionMatrix().count(0, 1) + "<small>",
            "Averaging rounds",
            "camera",
            "truncated");
  }

  @Test
  void allFormsSayThatImagesWereScoredTogetherWithTheirMirrorImages() {
    Reports.Place run = new TestRuns(store, List.of("cat", "dog"), 100).write("one", 1);
    String words = "Each image was scored together with its mirror image";

    for (byte[] form : forms(run)) {
      assertThat(new String(form, StandardCharsets.UTF_8)).doesNotContain(words);
    }
    String file = "runs/one/metrics.json";
    String metrics = new String(store.read(file), StandardCharsets.UTF_8);
    store.delete(file);
    store.write(
        file,
        metrics
            .replace("\"test_time_flip\" : false", "\"test_time_flip\" : true")
            .getBytes(StandardCharsets.UTF_8));

    for (byte[] form : forms(run)) {
      assertThat(new String(form, StandardCharsets.UTF_8)).contains(words);
    }
    assertThat(new String(Reports.of(run).json(), StandardCharsets.UTF_8))
        .contains("\"test_time_flip\" : true");
  }

  private static List<byte[]> forms(Reports.Place run) {
    return List.of(Reports.of(run).html("r.html"), Reports.of(run).markdown());
  }

  @Test
  void theSameFilesGiveTheSamePage() {
    Reports.Place run = new TestRuns(store, List.of("cat", "dog"), 100).write("one", 1);

    assertThat(html(run)).isEqualTo(html(run));
  }

  @Test
  void hostileNamesStayText() {
    TestRuns runs = new TestRuns(store, HOSTILE, 200).folder("<img src=x onerror=alert(5)>");
    Reports.Place run = runs.write("one", 1);
    Reports.Place baseline = runs.write("two", 2);

    Report report = Reports.of(run, baseline);
    String page = new String(report.html("report.html"), StandardCharsets.UTF_8);
    String markdown = new String(report.markdown(), StandardCharsets.UTF_8);

    // Between quotes a "<" is text already.
    String outside = page.replaceAll("=\"[^\"]*\"", "");
    assertThat(outside)
        .contains("&lt;script&gt;alert(1)&lt;/script&gt;")
        .doesNotContain("<script>alert", "<img src=x", "<i>pets", "onmouseover=\"");
    assertThat(page)
        .doesNotContain("href=\"javascript")
        .doesNotContain("hunter2")
        .contains("(hidden)");
    assertThat(outside.split("<script>", -1)).hasSize(2);
    assertThat(outside.split("<style>", -1)).hasSize(2);
    assertThat(markdown).doesNotContain("<script", "<img").contains("a &amp; b \\| \\`c\\`");
  }

  @Test
  void thePolicyLetsTheOneStyleAndTheOneScriptThrough() throws Exception {
    String page = html(new TestRuns(store, List.of("cat", "dog"), 50).write("one", 1));
    String policy = between(page, "http-equiv=\"Content-Security-Policy\" content=\"", "\"");
    String style = between(page, "<style>", "</style>");
    String script = between(page, "<script>", "</script>");

    assertThat(policy)
        .startsWith("default-src 'none'; ".replace("'", "&#39;"))
        .contains(sha256(style), sha256(script))
        .doesNotContain("unsafe", "http");
    assertThat(page).doesNotContain(" style=", "http://", "https://", " onclick=");
  }

  @Test
  void probableLabelErrorsAreShownInEveryForm() {
    Reports.Place run = new TestRuns(store, List.of("cat", "dog"), 50).write("one", 1);

    String page = html(run);
    assertThat(page)
        .contains(
            "<h2>Probable label errors</h2>",
            "0 of 50 in the test split, judged by the run",
            "1,234 of 900 in the train split, judged by 5\u00a0networks, each of images that it was not trained on",
            run.uri() + "/label-errors.csv",
            "alt=\"labelled cat, probably dog\"",
            "0.988 · 98.5\u202f% · as labelled 1.0\u202f%",
            "1,232 more stand in the table.")
        .doesNotContain("--folds 5");
    assertThat(new String(Reports.of(run).markdown(), StandardCharsets.UTF_8))
        .contains(
            "### Probable label errors", "| photos/0/image-0.jpg | train | cat | dog | 0.988 |");
    assertThat(new String(Reports.of(run).json(), StandardCharsets.UTF_8))
        .contains("\"label_errors\"", "\"found\" : 1234");

    store.delete("runs/one/label-errors.json");
    assertThat(html(run)).as("an older run").doesNotContain("label errors");
  }

  @Test
  void aBetterRunIsCalledBetterAndAWorseOneWorse() {
    List<String> classes = List.of("cat", "dog", "owl");
    Reports.Place good = new TestRuns(store, classes, 600).skill(0.9).write("good", 1);
    Reports.Place bad = new TestRuns(store, classes, 600).skill(0.3).write("bad", 2);

    JsonNode better = json(Reports.of(good, bad).json()).get("comparison");
    JsonNode worse = json(Reports.of(bad, good).json()).get("comparison");
    JsonNode same = json(Reports.of(good, good).json()).get("comparison");

    assertThat(better.get("sentence").asText()).startsWith("Better than bad by ");
    assertThat(worse.get("sentence").asText()).startsWith("Worse than good by ");
    assertThat(same.get("sentence").asText()).startsWith("No clear difference from good");
    assertThat(better.get("fixed")).isEqualTo(worse.get("broken"));
    assertThat(better.get("accuracy").get("estimate").asDouble())
        .isEqualTo(-worse.get("accuracy").get("estimate").asDouble());
    assertThat(better.get("mc_nemar").asDouble()).isLessThan(1e-9);
    assertThat(same.get("mc_nemar").asDouble()).isEqualTo(1);
  }

  @Test
  void aMissingFileIsNamed() {
    Reports.Place run = new TestRuns(store, List.of("cat", "dog"), 50).write("one", 1);
    for (String file : List.of("predictions.parquet", "run.json", "metrics.json")) {
      store.delete("runs/one/" + file);
      assertMistake(
          () -> html(run), file.equals("predictions.parquet") ? "there are no predictions" : file);
    }
  }

  @Test
  void whatIsNotStoredByOlderRunsIsNotMissed() {
    Reports.Place run = new TestRuns(store, List.of("cat", "dog"), 50).write("one", 1);
    for (String file : List.of("examples.json", "dataset.json", "history.csv", "effective.conf")) {
      store.delete("runs/one/" + file);
    }

    assertThat(html(run))
        .contains("no picture", "Not stored by this run")
        .doesNotContain("Learning");
  }

  @Test
  void anotherSchemaVersionIsRefused() {
    Reports.Place run = new TestRuns(store, List.of("cat", "dog"), 50).write("one", 1);
    for (String file : List.of("label-errors.json", "examples.json", "run.json", "metrics.json")) {
      replace("runs/one/" + file, "\"schema_version\" ?: \\d+", "\"schema_version\": 7");
      assertMistake(() -> html(run), file + ": schema_version 7, expected 1");
    }
  }

  @Test
  void damagedFilesAreNamed() {
    Reports.Place run = new TestRuns(store, List.of("cat", "dog"), 50).write("one", 1);
    replace("runs/one/history.csv", "0.001", "fast");
    assertMistake(() -> html(run), "history.csv:2: learning_rate is 'fast', expected a number");
    store.write(
        "runs/one/metrics.json", "{\"schema_version\": 1,".getBytes(StandardCharsets.UTF_8));
    assertMistake(() -> html(run), "metrics.json");
    store.write(
        "runs/one/metrics.json",
        "{\"schema_version\": 1, \"classes\": [], \"per_class\": []}"
            .getBytes(StandardCharsets.UTF_8));
    assertMistake(() -> html(run), "metrics.json: it is not whole");
  }

  @Test
  void predictionsOfAnotherEvaluationAreRefused() {
    TestRuns runs = new TestRuns(store, List.of("cat", "dog"), 50);
    Reports.Place run = runs.write("one", 1);
    runs.write("two", 2);
    store.write("runs/one/metrics.json", store.read("runs/two/metrics.json"));

    assertMistake(() -> html(run), "its predictions (50, of which");
  }

  @Test
  void aBaselineOfOtherClassesIsRefused() {
    Reports.Place run = new TestRuns(store, List.of("cat", "dog"), 50).write("one", 1);
    Reports.Place other = new TestRuns(store, List.of("cat", "owl"), 50).write("two", 1);

    assertMistake(
        () -> Reports.of(run, other),
        "Cannot compare one with two: the baseline's classes are cat, owl, the run's are cat, dog");
  }

  @Test
  void aBaselineOfOtherExamplesIsRefusedAndOneOfSomeIsSaid() {
    List<String> classes = List.of("cat", "dog");
    Reports.Place run = new TestRuns(store, classes, 50).write("one", 1);
    Reports.Place other = new TestRuns(store, classes, 50).folder("others").write("two", 1);
    Reports.Place fewer = new TestRuns(store, classes, 30).write("three", 1);

    assertMistake(() -> Reports.of(run, other), "they have no example in common");
    assertThat(new String(Reports.of(run, fewer).html("report.html"), StandardCharsets.UTF_8))
        .contains("30 are in both, 20 only in one, 0 only in three");
  }

  @Test
  void theIndexListsAllRunsOfAModelAndNamesTheBroken() {
    TestRuns runs = new TestRuns(store, List.of("cat", "dog"), 100);
    runs.skill(0.9).write("good", 1);
    runs.skill(0.2).write("bad", 2);
    runs.write("broken", 3);
    store.write("runs/broken/metrics.json", "{".getBytes(StandardCharsets.UTF_8));
    store.write("runs/good/report.html", new byte[] {1});
    Registry registry = new Registry(store, "pets");
    try (Lease lease = registry.lease(Duration.ofMinutes(1))) {
      VersionManifest version =
          lease.register(
              new VersionManifest.Origin("lenet5", "bad", "pets@1", "pets@1", "bad", null, true),
              Map.of(VersionManifest.MODEL, new byte[] {1}));
      registry.promote(lease, version, null, List.of("the first"), null);
    }

    RunIndex index =
        RunIndex.of(store, "runs", "lenet5", store.resolve("reports/lenet5.html").toString());
    String page = new String(index.html(), StandardCharsets.UTF_8);

    assertThat(index.headline()).startsWith("2\u00a0runs of lenet5; the best is right on 9");
    assertThat(page)
        .contains("href=\"../runs/good/report.html\"")
        .doesNotContain("href=\"../runs/bad/report.html\"")
        .contains("broken: Cannot read")
        .contains(">best</span>", ">champion</span>");
    assertThat(json(index.json()).get("runs")).hasSize(2);
    assertMistake(
        () -> RunIndex.of(store, "runs", "vgg", "file:/x.html"), "no run of this network");
  }

  private static String html(Reports.Place run) {
    return new String(Reports.of(run).html("report.html"), StandardCharsets.UTF_8);
  }

  private static JsonNode json(byte[] content) {
    return Json.read(content, JsonNode.class, "");
  }

  private static String between(String text, String before, String after) {
    int from = text.indexOf(before) + before.length();
    return text.substring(from, text.indexOf(after, from));
  }

  private static String sha256(String text) throws Exception {
    byte[] digest =
        java.security.MessageDigest.getInstance("SHA-256")
            .digest(text.getBytes(StandardCharsets.UTF_8));
    return "sha256-" + java.util.Base64.getEncoder().encodeToString(digest);
  }

  private void replace(String file, String pattern, String replacement) {
    String text = new String(store.read(file), StandardCharsets.UTF_8);
    String changed = text.replaceAll(pattern, replacement);
    assertThat(changed).isNotEqualTo(text);
    store.write(file, changed.getBytes(StandardCharsets.UTF_8));
  }

  private static void assertMistake(ThrowingCallable call, String message) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            CatwalkException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.DATA))
        .hasMessageContaining(message)
        .hasMessageNotContaining("\n");
  }
}
