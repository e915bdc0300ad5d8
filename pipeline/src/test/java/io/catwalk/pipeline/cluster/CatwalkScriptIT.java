package io.catwalk.pipeline.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
            "home=" + Script.projectRoot().resolve("submit/runtime/spark/target"),
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
  void refusesASparkHomeThatIsNone() {
    assertThat(catwalk().with("SPARK_HOME", "/nowhere").run("train").expect(2).stderr())
        .contains("SPARK_HOME is /nowhere, which holds no bin/spark-submit");
  }

  @Test
  void refusesASparkOfAnotherVersion() throws IOException {
    Path home = temporary.resolve("spark");
    Files.createDirectories(home.resolve("jars"));
    Files.createFile(home.resolve("jars/spark-core_2.13-4.3.0.jar"));
    Files.createDirectories(home.resolve("bin"));
    Files.createFile(home.resolve("bin/spark-submit")).toFile().setExecutable(true);

    assertThat(catwalk().with("SPARK_HOME", home.toString()).run("train").expect(4).stderr())
        .contains(
            "spark-core_2.13-4.3.0: Catwalk needs Spark 3.5 or 4.0 to 4.2, for Scala 2.12 or 2.13");
  }
}
