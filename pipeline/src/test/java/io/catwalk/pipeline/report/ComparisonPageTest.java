package io.catwalk.pipeline.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.catwalk.pipeline.Json;
import io.catwalk.pipeline.report.SettingDifferences.Setting;
import io.catwalk.pipeline.runs.RunReader;
import io.catwalk.pipeline.runs.StoredRun;
import io.catwalk.pipeline.storage.ArtifactStore;
import io.catwalk.pipeline.storage.HadoopStorage;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a reader finds who asks why one run is better than another. */
class ComparisonPageTest {

  private static final String CONFIGURATION = "effective.conf";

  private ArtifactStore store;
  private Reports.Place run;
  private Reports.Place baseline;

  @BeforeEach
  void writeTwoRuns(@TempDir Path root) {
    store = HadoopStorage.with(Map.of()).store(root.toString());
    TestRuns runs = new TestRuns(store, List.of("cat", "dog", "owl"), 400);
    run = runs.skill(0.8).write("new", 1);
    baseline = runs.skill(0.5).write("old", 2);
    write(
        run,
        "train { epochs = 20, seed = 1 }\ndata.source = \"s3://key:pw@b/x\"\nstorage.root = \"/a\"\nmodel.layers = []");
    write(
        baseline,
        "train { epochs = 3, seed = 1 }\ndata.source = \"s3://key:pw@b/y\"\nstorage.root = \"/b\"\ntrain.clip = 1");
  }

  @Test
  void theSettingsThatDifferStandBeforeTheFigures() {
    SettingDifferences settings = SettingDifferences.of(read(run), read(baseline));

    assertThat(settings.learning())
        .contains(
            new Setting("train.epochs", "3", "20"),
            new Setting("train.clip", "1", "–"),
            new Setting("model.layers", "–", "[]"))
        .noneMatch(setting -> setting.key().equals("train.seed"));
    assertThat(settings.elsewhere()).containsExactly(new Setting("storage.root", "/b", "/a"));
    String page = new String(Reports.of(run, baseline).html("r.html"), StandardCharsets.UTF_8);
    assertThat(page).doesNotContain("key:pw@");
    assertThat(page.indexOf("<code>train.epochs</code>"))
        .isPositive()
        .isLessThan(page.indexOf("Differences of the metrics"));
    assertThat(new String(Reports.of(run, baseline).markdown(), StandardCharsets.UTF_8))
        .contains("| train.epochs | 3 | 20 |");
    assertThat(
            Json.read(
                    Reports.of(run, baseline).json(),
                    com.fasterxml.jackson.databind.JsonNode.class,
                    "")
                .at("/comparison/settings/0/key")
                .asText())
        .isEqualTo(settings.learning().get(0).key());
  }

  @Test
  void whatARunDidNotTrainIsNotMadeUp() {
    String facts = new String(store.read("runs/old/run.json"), StandardCharsets.UTF_8);
    store.write(
        "runs/old/run.json",
        facts.replaceAll("(?s)\"training\".*?\\},", "").getBytes(StandardCharsets.UTF_8));

    SettingDifferences settings = SettingDifferences.of(read(run), read(baseline));

    assertThat(settings.learning()).isEmpty();
    assertThat(settings.note()).startsWith("How the model of old was trained is not stored");
  }

  @Test
  void everyExampleHasItsPicture() {
    Report report = Reports.of(run, baseline);
    String page = new String(report.html("r.html"), StandardCharsets.UTF_8);

    assertThat(page.split("<ul class=\"cards\" aria-label=\"Fixed examples\">", -1)).hasSize(2);
    assertThat(page).doesNotContain("no picture");
  }

  private static StoredRun read(Reports.Place place) {
    return new RunReader(place.store(), place.path()).read(place.uri());
  }

  private void write(Reports.Place place, String hocon) {
    store.write(place.path() + "/" + CONFIGURATION, hocon.getBytes(StandardCharsets.UTF_8));
  }
}
