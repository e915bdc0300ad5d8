package io.catwalk.pipeline.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code submit/catwalk} hands to the application and back. */
class CatwalkScriptIT {
  @TempDir static Path temporary;
  private static Path jar;

  @BeforeAll
  static void makeApplication() throws IOException {
    jar = TestJar.write(temporary.resolve("echo.jar"), EchoMain.class);
  }

  private static Script catwalk() {
    return Script.of("catwalk", temporary).with("CATWALK_JAR", jar.toString());
  }

  @Test
  void runsOnTheEmbeddedSparkWhereThereIsNoOther() {
    Script.Finished finished = catwalk().run("evaluate", "3").expect(3);

    assertThat(finished.stdout().lines())
        .contains(
            "home=" + SparkRuntimes.embedded(),
            "master=local[*]",
            "address=127.0.0.1",
            "terminal=0");
    assertThat(finished.stderr()).as("nothing but the application speaks").isEmpty();
  }

  @Test
  void measuresOneCoreWithoutSparkAndWithEveryCompiler() throws IOException {
    Path home = temporary.resolve("java");
    Path java = Files.createDirectories(home.resolve("bin")).resolve("java");
    Files.writeString(java, "#!/bin/sh\nprintf '%s\\n' \"$@\"\n");
    assertThat(java.toFile().setExecutable(true)).isTrue();

    for (String what : List.of("step", "ingest")) {
      assertThat(plain(home, "bench", what))
          .contains("io.catwalk.pipeline.cli.Main", what, "-Xmx2g")
          .doesNotContain("-XX:TieredStopAtLevel=1");
    }
    assertThat(plain(home, "models"))
        .contains("io.catwalk.pipeline.cli.Main", "-XX:TieredStopAtLevel=1");
    assertThat(catwalk().run("bench", "train", "0").expect(0).stdout())
        .as("what measures a cluster")
        .contains("master=local[*]");
  }

  /** The arguments of the Java that is started. */
  private static List<String> plain(Path javaHome, String... arguments) {
    return catwalk()
        .with("JAVA_HOME", javaHome.toString())
        .run(arguments)
        .expect(0)
        .stdout()
        .lines()
        .toList();
  }

  @Test
  void handsArgumentsOnAsTheyAre() {
    assertThat(
            catwalk()
                .run("train", "--set", "a=two words", "*", "", "--master=local[3]", "$HOME", "0")
                .expect(0)
                .stdout()
                .lines())
        .startsWith(
            "argument=train",
            "argument=--set",
            "argument=a=two words",
            "argument=*",
            "argument=",
            "argument=--master=local[3]",
            "argument=$HOME",
            "argument=0")
        .contains("master=local[3]");
  }

  @Test
  void worksThroughALinkFromTheUsersOwnFolder() throws IOException {
    Path elsewhere = Files.createDirectories(temporary.resolve("some where")).toRealPath();
    Path link =
        Files.createSymbolicLink(
            elsewhere.resolve("link"), Script.projectRoot().resolve("submit/catwalk"));

    assertThat(
            Script.at(link, elsewhere)
                .with("CATWALK_JAR", jar.toString())
                .run("evaluate", "0")
                .expect(0)
                .stdout()
                .lines())
        .contains("directory=" + elsewhere);
  }

  @Test
  void takesMasterStorageAndSubmitArgumentsFromTheEnvironment() {
    assertThat(
            catwalk()
                .with("CATWALK_MASTER", "local[2]")
                .with("CATWALK_STORAGE", "file:/some where")
                .with("CATWALK_SUBMIT_ARGS", "--conf 'spark.driver.memory=1234m' --name 'a b'")
                .run("evaluate", "0")
                .expect(0)
                .stdout()
                .lines())
        .contains("master=local[2]", "storage=file:/some where", "memory=1234m");
  }

  /** The launcher's own lie in the first; a driver inside a cluster has a test of its own. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "--conf 'spark.driver.defaultJavaOptions=-Dmine=1'",
        "--conf='spark.driver.defaultJavaOptions=-Dmine=1'",
        "--conf spark.driver.extraJavaOptions=-Dmine=1",
        "--driver-java-options -Dmine=1"
      })
  void javaOptionsOfTheUserReplaceNone(String options) {
    assertThat(
            catwalk()
                .with("CATWALK_STORAGE", "file:/some where")
                .with("CATWALK_SUBMIT_ARGS", options)
                .run("evaluate", "0")
                .expect(0)
                .stdout()
                .lines())
        .contains("storage=file:/some where", "mine=1");
  }

  @Test
  void endsWithTheSignalThatItGets() throws IOException, InterruptedException {
    Instant began = Instant.now();
    Script.Running running = catwalk().start("wait");
    while (!running.process().waitFor(50, TimeUnit.MILLISECONDS)
        && !Files.readString(running.err()).contains("waiting")) {
      assertThat(Duration.between(began, Instant.now())).isLessThan(Duration.ofSeconds(60));
    }
    assertThat(running.process().descendants()).as("processes beside the JVM").isEmpty();

    running.process().destroy();

    running.await(Duration.ofSeconds(30)).expect(143);
  }

  @Test
  void refusesAJarThatIsCutInHalf() throws IOException {
    Path half = temporary.resolve("half.jar");
    byte[] whole = Files.readAllBytes(jar);
    Files.write(half, Arrays.copyOf(whole, whole.length / 2));

    assertThat(catwalk().with("CATWALK_JAR", half.toString()).run("models").expect(2).stderr())
        .isEqualTo("catwalk: CATWALK_JAR names " + half + ", which is no whole jar file\n");
  }

  @Test
  void refusesASparkHomeThatIsNone() {
    assertThat(catwalk().with("SPARK_HOME", "/nowhere").run("train").expect(2).stderr())
        .contains("SPARK_HOME is /nowhere, which holds no bin/spark-submit");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "spark-core_2.12-3.4.4",
        "spark-core_2.13-4.3.0-SNAPSHOT",
        "spark-core_2.11-3.5.5"
      })
  void refusesASparkOfAnotherVersion(String core, @TempDir Path home) throws IOException {
    Files.createDirectories(home.resolve("jars"));
    Files.createFile(home.resolve("jars/" + core + ".jar"));
    Files.createDirectories(home.resolve("bin"));
    Files.createFile(home.resolve("bin/spark-submit")).toFile().setExecutable(true);

    assertThat(
            catwalk().with("SPARK_HOME", home.toString()).run("train").expect(4).stderr().lines())
        .singleElement()
        .asString()
        .endsWith(core + ": Catwalk needs Spark 3.5 or 4.0 to 4.2, for Scala 2.12 or 2.13");
  }

  /**
   * Those of Java that no Spark here runs on; what comes before or after would be a stack trace.
   */
  @ParameterizedTest
  @ValueSource(strings = {"1.8.0_372", "11.0.2", "26-ea", "27"})
  void refusesAJavaThatSparkDoesNotRunOn(String version, @TempDir Path folder) throws IOException {
    Path telling = java(folder.resolve("telling"), version);
    Path withFile = java(folder.resolve("with a file"), "17.0.1");
    Files.writeString(withFile.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");

    for (Path home : List.of(telling, withFile)) {
      for (String command : List.of("train", "models")) {
        Script script = catwalk().with("JAVA_HOME", home.toString());
        assertThat(script.run(command).expect(2).stderr().lines())
            .singleElement()
            .asString()
            .startsWith("catwalk: " + home + "/bin/java is Java ")
            .containsPattern("Catwalk runs on Java 17 to 2[15]; set JAVA_HOME to one");
      }
    }
  }

  @Test
  void takesTheJavaThatTheSparkRunsOn(@TempDir Path folder) throws IOException {
    Path newer = java(folder.resolve("java"), "25.0.3");
    Path four = Files.createDirectories(folder.resolve("spark/jars")).getParent();
    Files.createFile(four.resolve("jars/spark-core_2.13-4.2.0.jar"));
    Files.createDirectories(four.resolve("bin"));
    Files.createFile(four.resolve("bin/spark-submit")).toFile().setExecutable(true);
    Script script = catwalk().with("JAVA_HOME", newer.toString());

    assertThat(script.with("SPARK_HOME", four.toString()).run("models").expect(0).stdout())
        .contains("--enable-native-access=ALL-UNNAMED");
    Files.move(
        four.resolve("jars/spark-core_2.13-4.2.0.jar"),
        four.resolve("jars/spark-core_2.13-4.1.0.jar"));
    assertThat(script.with("SPARK_HOME", four.toString()).run("models").expect(2).stderr())
        .contains("is Java 25: with the Spark in " + four + " Catwalk runs on Java 17 to 21");
  }

  /** A home of one that tells its version, as OpenJDK does, else its arguments. */
  private static Path java(Path home, String version) throws IOException {
    Path java = Files.createDirectories(home.resolve("bin")).resolve("java");
    Files.writeString(
        java,
        """
        #!/bin/sh
        if [ "$1" = -version ]; then
          echo 'Picked up JAVA_TOOL_OPTIONS: -Da=b' >&2
          echo 'openjdk version "%s" 2026-01-01' >&2
        else
          printf '%%s\\n' "$@"
        fi
        """
            .formatted(version));
    assertThat(java.toFile().setExecutable(true)).isTrue();
    return home;
  }
}
