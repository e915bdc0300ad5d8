package io.catwalk.pipeline.ml;

import static org.assertj.core.api.Assertions.assertThat;

import io.catwalk.pipeline.LocalSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** The guide's pipeline beside the one of XGBoost4J-Spark's tutorial. */
class TutorialTest {

  /**
   * Of the body of {@code run} in XGBoost's {@code SparkMLlibPipeline.scala} (2.x), from the
   * loading of the data to the last prediction, without blank lines and comments.
   */
  private static final int XGBOOST_LINES = 62;

  @Test
  void theGuideShowsWhatIsCompiledAndItIsNoLongerThanXgboosts() throws IOException {
    List<String> code =
        Files.readAllLines(Path.of("src/test/java/io/catwalk/pipeline/ml/TutorialPipeline.java"));
    int first = code.indexOf("    // Load photos; a photo's folder is its class");
    int last = code.lastIndexOf("    return served.transform(parts[1]);");
    List<String> body = code.subList(first, last + 1).stream().map(this::dedented).toList();
    long lines =
        body.stream().filter(line -> !line.isBlank() && !line.strip().startsWith("//")).count();
    String guide = Files.readString(Path.of("docs/spark-ml.md"));

    assertThat(guide).contains("```java\n" + String.join("\n", body) + "\n```\n");
    assertThat(guide).contains(lines + " lines", XGBOOST_LINES + " lines");
    assertThat(lines).isLessThanOrEqualTo(XGBOOST_LINES);
  }

  private String dedented(String line) {
    return line.replaceFirst("^ {4}", "");
  }

  /** Fourteen trainings. */
  @Test
  @EnabledIfSystemProperty(named = "catwalk.tutorial", matches = "true")
  void itRuns(@TempDir Path folder) throws IOException {
    DrawnPictures.in(folder.resolve("drawn"));

    long rows =
        TutorialPipeline.run(
                LocalSpark.session(),
                folder.resolve("drawn").toString(),
                folder.resolve("network").toString(),
                folder.resolve("pipeline").toString())
            .count();

    assertThat(rows).isBetween(1L, 2L * DrawnPictures.EACH);
    assertThat(folder.resolve("network/model.zip")).exists();
  }
}
