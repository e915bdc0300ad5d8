package io.catwalk.pipeline.ml;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.catwalk.pipeline.ingest.SyntheticPhotos;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * The stages in a real PySpark: {@code -Dcatwalk.pyspark=FOLDER} names the {@code python} of a
 * Spark distribution, {@code -Dcatwalk.spark=FOLDER} a Spark of the same version; without it the
 * embedded one is taken.
 */
@EnabledIfSystemProperty(named = "catwalk.pyspark", matches = ".+")
class PySparkIT {

  @TempDir private Path folder;

  @Test
  void trainsStoresReadsAndScores() throws IOException, InterruptedException {
    SyntheticPhotos.write(folder.resolve("drawn"), List.of("circle", "square"), 30, 7);
    String drawn = DrawnPictures.classifier().fit(pictures().files()).parametersSha256();

    JsonNode said = python();

    assertThat(said.get("sha256").asText())
        .isEqualTo(said.get("readSha256").asText())
        .isEqualTo(drawn);
    assertThat(said.get("defaults")).hasToString("[\"lenet5\",2,false,[]]");
    assertThat(said.get("labels"))
        .hasToString("[\"circle\",\"square\"]")
        .isEqualTo(said.get("sql"));
    assertThat(said.get("classes").asInt()).isEqualTo(2);
    assertThat(said.get("scored").asInt()).isEqualTo(60);
    assertThat(said.get("readColumn").asText()).isEqualTo("content");
    assertThat(said.get("readSettings"))
        .hasToString("[[\"train.label-smoothing=0.1\"],1099511627776,true,3,true]");
    assertThat(said.get("pipeline").get(0)).hasSize(60).isEqualTo(said.get("pipeline").get(1));
    assertThat(said.get("stages")).hasToString("[\"StringIndexer\",\"CatwalkClassifier\"]");
    assertThat(said.get("tuned").asInt()).isEqualTo(2);
    assertThat(said.get("best").asText()).isEqualTo("CatwalkModel");
    assertThat(said.get("mistake").asText()).contains("epochs = 0");
  }

  private DrawnPictures pictures() {
    return new DrawnPictures(folder.resolve("drawn"));
  }

  private JsonNode python() throws IOException, InterruptedException {
    Path pyspark = Path.of(System.getProperty("catwalk.pyspark")).toAbsolutePath();
    ProcessBuilder python =
        new ProcessBuilder(
            "python3",
            Path.of("src/test/python/real_pyspark.py").toAbsolutePath().toString(),
            folder.resolve("drawn").toString(),
            folder.toString());
    String spark = System.getProperty("catwalk.spark", "../submit/runtime/spark/target");
    python.environment().put("SPARK_HOME", Path.of(spark).toAbsolutePath().normalize().toString());
    python.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
    python.environment().put("PYTHONDONTWRITEBYTECODE", "1");
    python.environment().put("PYTHONPATH", path(pyspark));
    python
        .environment()
        .put(
            "PYSPARK_SUBMIT_ARGS",
            "--master local[2] --conf spark.ui.enabled=false --conf spark.sql.shuffle.partitions=2"
                + " --driver-java-options '"
                + opens()
                + "' --jars "
                + Path.of("target/catwalk.jar").toAbsolutePath()
                + " pyspark-shell");
    Path printed = folder.resolve("printed");
    Path errors = folder.resolve("errors");
    Process process =
        python.redirectOutput(printed.toFile()).redirectError(errors.toFile()).start();
    try {
      assertThat(process.waitFor(5, TimeUnit.MINUTES)).as("it ended").isTrue();
      assertThat(process.exitValue()).as(Files.readString(errors)).isZero();
    } finally {
      process.destroyForcibly();
    }
    return new ObjectMapper().readTree(Files.readString(printed));
  }

  /** PySpark, the Py4J that lies beside it, and the wrapper. */
  private static String path(Path pyspark) throws IOException {
    try (Stream<Path> libraries = Files.list(pyspark.resolve("lib"))) {
      return Stream.concat(
              Stream.of(pyspark, Path.of("src/main/python").toAbsolutePath()),
              libraries.filter(it -> it.toString().endsWith("-src.zip")))
          .map(Path::toString)
          .collect(Collectors.joining(":"));
    }
  }

  /** As this process was started. */
  private static String opens() {
    return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(it -> it.startsWith("--add-opens"))
        .collect(Collectors.joining(" "));
  }
}
