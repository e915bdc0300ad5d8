package io.catwalk.pipeline.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.catwalk.pipeline.runs.RunReader;
import io.catwalk.pipeline.storage.ArtifactStore;
import io.catwalk.pipeline.storage.HadoopStorage;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SlicesTest {

  /** TestRuns puts image i into folder i % 3, and its class is i % classes. */
  @ParameterizedTest
  @CsvSource({"2, true", "3, false"})
  void foldersThatAreTheClassesAreNoPartsOfTheirOwn(
      int classes, boolean told, @TempDir Path folder) {
    ArtifactStore store = HadoopStorage.with(Map.of()).store(folder.toString());
    Reports.Place run =
        new TestRuns(store, List.of("cat", "dog", "owl").subList(0, classes), 90).write("one", 1);

    Slices slices = Slices.of(new RunReader(store, run.path()).read(run.uri()));

    assertThat(slices.dimensions().stream().map(Slices.Dimension::name)).contains("Source folder");
    assertThat(slices.divided().stream().anyMatch(d -> d.name().equals("Source folder")))
        .isEqualTo(told);
    assertThat(slices.asClasses().contains("Source folder")).isNotEqualTo(told);
    assertThat(new String(Reports.of(run).html("report.html"), StandardCharsets.UTF_8))
        .contains(told ? "Accuracy by Source folder" : "Source folder: divided as the classes are")
        .doesNotContain("Not compared");
  }

  @Test
  void aComparisonIsAnAnswer(@TempDir Path folder) {
    ArtifactStore store = HadoopStorage.with(Map.of()).store(folder.toString());
    TestRuns runs = new TestRuns(store, List.of("cat", "dog"), 90);

    assertThat(
            new String(
                Reports.of(runs.write("one", 1), runs.write("two", 2)).html("report.html"),
                StandardCharsets.UTF_8))
        .contains(Verdict.BETTER);
  }
}
