package io.catwalk.pipeline.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.catwalk.pipeline.config.ConfigLoader;
import io.catwalk.pipeline.config.ConfigOverride;
import io.catwalk.pipeline.config.ConfigSources;
import io.catwalk.pipeline.model.CatalogModels;
import io.catwalk.pipeline.report.TestRuns;
import io.catwalk.pipeline.run.Jobs.ReportSummary;
import io.catwalk.pipeline.run.ReportRequest.Format;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where a report goes, and the page of all mistakes with it. */
class ReportJobTest {

  @TempDir private Path folder;
  private Workbench bench;

  @BeforeEach
  void writeARun() {
    ConfigOverride root = ConfigOverride.assignment("--set", "storage.root=" + folder + "/store");
    bench =
        new Workbench(
            new ConfigLoader(new CatalogModels())
                .load(new ConfigSources(Map.of(), List.of(root), false)),
            () -> "reports");
    new TestRuns(bench.store(), List.of("cat", "dog"), 60).write("one", 1);
  }

  @Test
  void allMistakesLieBesideThePageUnderItsName() throws IOException {
    ReportSummary usual = report(Format.HTML, Optional.empty());
    ReportSummary elsewhere =
        report(Format.HTML, Optional.of(folder.resolve("out/my page.html").toString()));

    Path run = folder.resolve("store/runs/one");
    assertThat(usual.report()).isEqualTo("file:" + run + "/report.html");
    assertThat(Files.readString(run.resolve("report.html")))
        .contains("href=\"./report-mistakes.html\"");
    assertThat(Files.readString(run.resolve("report-mistakes.html")))
        .contains("href=\"./report.html\"");
    assertThat(Files.readString(folder.resolve("out/my page.html")))
        .contains("href=\"./my%20page-mistakes.html\"");
    assertThat(Files.readAllBytes(folder.resolve("out/my page-mistakes.html")))
        .isEqualTo(elsewhere.beside().orElseThrow().content());
  }

  @Test
  void otherFormsHaveNoPageBesideThem() throws IOException {
    assertThat(report(Format.MARKDOWN, Optional.of(folder + "/out/r.md")).beside()).isEmpty();
    try (Stream<Path> files = Files.list(folder.resolve("out"))) {
      assertThat(files.map(file -> file.getFileName().toString()).filter(n -> !n.startsWith(".")))
          .containsExactly("r.md");
    }
  }

  private ReportSummary report(Format format, Optional<String> out) {
    return new ReportJob(bench)
        .run(new ReportRequest(new ReportRequest.Run("one", Optional.empty()), format, out));
  }
}
