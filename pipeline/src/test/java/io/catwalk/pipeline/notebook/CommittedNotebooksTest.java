package io.catwalk.pipeline.notebook;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What readers on a code host see: executed notebooks without a trace of who executed them. */
class CommittedNotebooksTest {

  private static final Path FOLDER = Path.of("..", "notebooks-java");
  private static final long MOST_BYTES = 800_000;

  /**
   * A path of a machine, the hash of an object that has no text of its own, a library's log line.
   */
  private static final Pattern NOISE =
      Pattern.compile(
          "/(home|root|work|tmp|mnt|farm|Users|usr|opt)/|[A-Za-z]@[0-9a-f]{5,}\\b|SLF4J|\\bWARN\\b|\\bERROR\\b|\\u001b\\[");

  static Stream<Path> notebooks() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files.filter(file -> file.toString().endsWith(".ipynb")).sorted().toList().stream();
    }
  }

  @Test
  void theLessonsAreThere() throws IOException {
    assertThat(notebooks().map(file -> file.getFileName().toString()))
        .containsExactly(
            "01-convolution.ipynb",
            "02-fashion-mnist.ipynb",
            "03-lenet5-cats-vs-dogs.ipynb",
            "04-transfer-learning.ipynb",
            "05-explainable-cnn.ipynb",
            "06-graph-convolution.ipynb",
            "07-distributed-training.ipynb",
            "08-spark-ml.ipynb");
  }

  @ParameterizedTest
  @MethodSource("notebooks")
  void wasExecutedFromTopToBottom(Path file) throws IOException {
    List<JsonNode> cells = code(file);

    for (int i = 0; i < cells.size(); i++) {
      assertThat(cells.get(i).get("execution_count").asInt()).isEqualTo(i + 1);
    }
    assertThat(outputs(file)).hasSizeGreaterThan(5);
  }

  @ParameterizedTest
  @MethodSource("notebooks")
  void showsNeitherErrorsNorNoise(Path file) throws IOException {
    for (JsonNode output : outputs(file)) {
      assertThat(output.get("output_type").asText()).isNotEqualTo("error");
      assertThat(output.path("name").asText()).isNotEqualTo("stderr");
      String said = output.path("text") + output.path("data").path("text/html").toString();
      assertThat(said + output.path("data").path("text/plain")).doesNotContainPattern(NOISE);
    }
  }

  @ParameterizedTest
  @MethodSource("notebooks")
  void isStable(Path file) throws IOException {
    JsonNode book = read(file);

    assertThat(book.at("/metadata/kernelspec/name").asText()).isEqualTo("catwalk-java");
    int number = 1;
    for (JsonNode cell : book.get("cells")) {
      assertThat(cell.get("id").asText()).isEqualTo("cell-%02d".formatted(number++));
      assertThat(cell.get("metadata")).isEmpty();
    }
    assertThat(Files.size(file)).isLessThan(MOST_BYTES);
  }

  @ParameterizedTest
  @MethodSource("notebooks")
  void drawsFiguresAndEndsWithExercises(Path file) throws IOException {
    assertThat(outputs(file))
        .filteredOn(o -> o.path("data").has("image/png"))
        .hasSizeGreaterThan(1);
    JsonNode cells = read(file).get("cells");
    String last = cells.get(cells.size() - 1).get("source").toString();
    assertThat(last).contains("## Exercises", "1. ", "5. ");
  }

  private static JsonNode read(Path file) throws IOException {
    return new ObjectMapper().readTree(file.toFile());
  }

  private static List<JsonNode> code(Path file) throws IOException {
    List<JsonNode> cells = new ArrayList<>();
    for (JsonNode cell : read(file).get("cells")) {
      if (cell.get("cell_type").asText().equals("code")) {
        cells.add(cell);
      }
    }
    return cells;
  }

  private static List<JsonNode> outputs(Path file) throws IOException {
    List<JsonNode> outputs = new ArrayList<>();
    code(file).forEach(cell -> cell.get("outputs").forEach(outputs::add));
    return outputs;
  }
}
