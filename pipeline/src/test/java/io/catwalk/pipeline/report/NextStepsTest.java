package io.catwalk.pipeline.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.catwalk.pipeline.dataset.SourceNotices;
import io.catwalk.pipeline.storage.ArtifactStore;
import io.catwalk.pipeline.storage.HadoopStorage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run of which one fact after the other is changed. */
class NextStepsTest {

  @TempDir private Path folder;
  private ArtifactStore store;
  private Reports.Place run;

  @BeforeEach
  void write() {
    store = HadoopStorage.with(Map.of()).store(folder.toString());
    run = new TestRuns(store, List.of("cat", "dog"), 400).write("one", 1);
    edit("dataset.json", "\"cat\" : 200", "\"cat\" : 20000");
    edit("dataset.json", "\"dog\" : 200", "\"dog\" : 20000");
    conf("train.balance = none, train.schedule.kind = constant");
  }

  @Test
  void nothingStandsOut() throws IOException {
    assertThat(settings()).isEmpty();
    assertThat(html()).doesNotContain("What to do next");
  }

  @Test
  void theLastEpochWasTheBest() throws IOException {
    edit("run.json", "\"best_epoch\": 2", "\"best_epoch\": 3");

    assertThat(settings()).containsExactly("train.epochs = 6");
    assertThat(html()).contains("What to do next").contains("<code>train.epochs = 6</code>");
    assertThat(new String(Reports.of(run).markdown(), StandardCharsets.UTF_8))
        .contains("The last epoch was the best: it would have gone on.");
  }

  @Test
  void learnedByHeart() throws IOException {
    edit("history.csv", "3,900,4,225,0.3333333333333333,0.3666666666666667", "3,900,4,225,0.1,0.9");

    assertThat(settings()).containsExactly("train.weight-decay = 0.1");
    conf("train.augment.flip = false, train.augment.shift = 0");
    assertThat(settings()).containsExactly("train.augment.flip = true");
  }

  @Test
  void oneAverageAnEpoch() throws IOException {
    edit("run.json", "\"rounds_per_epoch\": 7", "\"rounds_per_epoch\": 1");

    assertThat(settings()).containsExactly("train.averaging-frequency = 1");
  }

  @Test
  void fewImagesAndUnevenOnes() throws IOException {
    edit("dataset.json", "\"cat\" : 20000", "\"cat\" : 90");

    assertThat(settings()).containsExactly("train.balance = weights", "model.from = RUN");
  }

  @Test
  void validationIsSaidBesideTheTestAndDoubtedWhereItIsFar() throws IOException {
    edit(
        "run.json",
        "\"rounds_per_epoch\": 7",
        "\"rounds_per_epoch\": 7, \"validation_accuracy\": 0.99");

    assertThat(settings()).containsExactly("data.validation-percent = 20");
    assertThat(html()).contains("by which its epoch was chosen, it has 99");
  }

  @Test
  void lostColoursAndImagesInTwoClasses() throws IOException {
    edit("dataset.json", "<i>look</i>", SourceNotices.LOST_COLOURS);
    edit("dataset.json", "\"across_classes\" : 0", "\"across_classes\" : 4");

    assertThat(settings()).containsExactly("", "data.shape.channels = 3");
  }

  private List<String> settings() throws IOException {
    JsonNode next = new ObjectMapper().readTree(Reports.of(run).json()).get("next");
    return StreamSupport.stream(next.spliterator(), false)
        .map(step -> step.get("setting").asText())
        .toList();
  }

  private String html() {
    return new String(Reports.of(run).html("report.html"), StandardCharsets.UTF_8);
  }

  private void conf(String settings) {
    store.write("runs/one/effective.conf", settings.getBytes(StandardCharsets.UTF_8));
  }

  private void edit(String file, String from, String to) {
    String text = new String(store.read("runs/one/" + file), StandardCharsets.UTF_8);
    assertThat(text).contains(from);
    store.write("runs/one/" + file, text.replace(from, to).getBytes(StandardCharsets.UTF_8));
  }
}
