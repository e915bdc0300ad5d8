package io.catwalk.pipeline.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.catwalk.pipeline.Json;
import io.catwalk.pipeline.runs.Drift;
import io.catwalk.pipeline.storage.ArtifactStore;
import io.catwalk.pipeline.storage.HadoopStorage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DriftSectionTest {

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
  void driftIsASectionInEveryFormAndMissingWhereNoneWasMeasured() throws IOException {
    Reports.Place run = new TestRuns(store, HOSTILE, 60).write("one", 1);
    assertThat(new String(Reports.of(run).html("report.html"), StandardCharsets.UTF_8))
        .doesNotContain("id=\"drift\"", "href=\"#drift\"");
    assertThat(new ObjectMapper().readTree(Reports.of(run).json()).has("drift")).isFalse();
    Drift drift = TestDrift.of(HOSTILE);
    store.write("runs/one/drift.json", Json.write(drift));

    String page = new String(Reports.of(run).html("report.html"), StandardCharsets.UTF_8);

    assertThat(page)
        .contains("href=\"#drift\"", "id=\"drift-class_shares\"", "id=\"drift-brightness\"")
        .contains(
            "1,234 new images beside the data of v0007: moved: brightness; too few to tell: width;")
        .contains("(4 more could not be measured)")
        .contains("&lt;i&gt;v0007&lt;/i&gt;")
        .doesNotContain("id=\"drift-width\"", "id=\"drift-height\"", "-0.0\u202f%");
    assertThat(page.split("class=\"mark worse\">moved<", -1)).hasSize(2);
    assertThat(new ObjectMapper().readTree(Reports.of(run).json()).get("drift"))
        .isEqualTo(new ObjectMapper().readTree(Json.write(drift)));
    assertThat(new String(Reports.of(run).markdown(), StandardCharsets.UTF_8))
        .contains("### Drift of the new images", "| Brightness |");

    store.write("runs/one/drift.json", "{\"schema_version\": 2}".getBytes(StandardCharsets.UTF_8));
    assertThatThrownBy(() -> Reports.of(run))
        .hasMessageContaining("drift.json: schema_version 2, expected 1");
  }
}
