package io.catwalk.pipeline.release;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.catwalk.pipeline.BuildInfo;
import io.catwalk.pipeline.cluster.Script;
import io.catwalk.pipeline.cluster.SparkRuntimes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The tarball of a release, unpacked in a folder with a space in its name, on a machine whose
 * {@code mvn}, {@code javac} and {@code jar} only note that they were called.
 */
@EnabledIfSystemProperty(named = "catwalk.release", matches = ".+")
class TarballIT {

  private static final String VERSION = BuildInfo.read().version();
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir static Path temporary;
  private static Path home;
  private static Path user;
  private static Path tools;

  @BeforeAll
  static void unpack() throws IOException {
    Path folder = Files.createDirectories(temporary.resolve("some where"));
    user = Files.createDirectories(temporary.resolve("user"));
    Path tarball =
        Path.of(System.getProperty("catwalk.release"))
            .toAbsolutePath()
            .normalize()
            .resolve("catwalk-" + VERSION + ".tar.gz");
    Script.at(Path.of("/usr/bin/env"), folder).run("tar", "-xzf", tarball.toString()).expect(0);
    home = folder.resolve("catwalk-" + VERSION);
    tools = Files.createDirectories(temporary.resolve("tools"));
    for (String name : List.of("mvn", "javac", "jar")) {
      Path tool = Files.writeString(tools.resolve(name), "#!/bin/sh\n: >\"$0.called\"\nexit 99\n");
      assertThat(tool.toFile().setExecutable(true)).isTrue();
    }
  }

  private static Script script(String name) {
    return Script.at(home.resolve("bin").resolve(name), user)
        .with("PATH", tools + ":" + System.getenv("PATH"))
        .with("CATWALK_BUILD", "missing");
  }

  private static void assertNothingWasBuilt() throws IOException {
    try (var files = Files.list(tools)) {
      assertThat(files).hasSize(3);
    }
  }

  @Test
  void tellsItsVersion() throws IOException {
    assertThat(script("catwalk").run("--version").expect(0).stdout())
        .startsWith("catwalk " + VERSION + " (");
    assertNothingWasBuilt();
  }

  @Test
  void hasTheStagesForPython() {
    assertThat(home.resolve("python/catwalk"))
        .isDirectoryContaining("glob:**/__init__.py")
        .isDirectoryContaining("glob:**/_stages.py")
        .isDirectoryContaining("glob:**/_params.py");
  }

  @ParameterizedTest
  @ValueSource(strings = {"catwalk", "train-lenet", "retrain", "get-data"})
  void everyScriptHasHelp(String name) throws IOException {
    assertThat(script(name).run("--help").expect(0).stdout()).containsIgnoringCase("usage: ");
    assertNothingWasBuilt();
  }

  @Test
  void completesCommandsOnceItsEnvironmentIsRead() throws IOException {
    Path shell =
        Files.writeString(
            temporary.resolve("shell"),
            """
            . "$1/bin/env"
            catwalk --version
            _catwalk_first
            complete -p catwalk
            """);

    assertThat(
            Script.at(Path.of("/bin/bash"), user)
                .run(shell.toString(), home.toString())
                .expect(0)
                .stdout())
        .contains("catwalk " + VERSION, "complete ", " catwalk\n");
  }

  @Test
  void trainsAndJudgesOnItsOwnSparkAndOnTheUsers() throws IOException {
    script("get-data")
        .run("synthetic", "--to", "pictures", "--classes", "2", "--images", "60")
        .expect(0);
    Files.writeString(
        user.resolve("drawn.conf"),
        """
        data {
          name = drawn, source = pictures, split = hash, validation-percent = 10, test-percent = 25
          shape { height = 32, width = 32, channels = 1 }
        }
        model.name = lenet5
        train { workers = 1, minibatch = 8, epochs = 1 }
        """);

    JsonNode trained =
        JSON.readTree(
            script("catwalk")
                .run("train", "--config", "drawn.conf", "--run-id", "first", "--json")
                .expect(0)
                .stdout());
    JsonNode judged =
        JSON.readTree(
            script("catwalk")
                .with("SPARK_HOME", SparkRuntimes.embedded().toString())
                .run("evaluate", "--run", "first", "--run-id", "again", "--json")
                .expect(0)
                .stdout());

    assertThat(user.resolve("catwalk-storage/runs/first/report.html")).isRegularFile();
    assertThat(judged.get("accuracy")).isEqualTo(trained.get("accuracy"));
    assertNothingWasBuilt();
  }

  @Test
  void bringsLicencesDocumentsAndExperiments() {
    for (String file :
        List.of(
            "LICENSE",
            "THIRD-PARTY.txt",
            "README.md",
            "CHANGELOG.md",
            "conf/lenet-fashion-mnist.conf",
            "submit/schedule/crontab",
            "sbom/catwalk.cdx.json",
            "sbom/spark.cdx.json")) {
      assertThat(home.resolve(file)).isRegularFile();
    }
    assertThat(home.resolve("THIRD-PARTY.txt"))
        .content()
        .contains("info.picocli:picocli:")
        .doesNotContain("org.apache.spark:");
    assertThat(home.resolve("lib/spark/THIRD-PARTY.txt"))
        .content()
        .contains("org.apache.spark:spark-sql_2.13:");
  }
}
