package io.catwalk.pipeline.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The application jar, compiled against the newest Spark 3.5 and Scala 2.12, beside the others. */
class OtherSparkIT {

  @Test
  void everythingThatTheJarUsesIsInSpark4() throws IOException {
    assertNothingIsMissingIn(SparkRuntimes.embedded(), false);
  }

  @Test
  void everythingThatTheJarUsesIsInTheOldest() throws IOException {
    assertNothingIsMissingIn(SparkRuntimes.other("spark-3.5.0"), true);
  }

  /**
   * @param scala212 whether signatures have Scala 2.12's sequences
   */
  private static void assertNothingIsMissingIn(Path home, boolean scala212) throws IOException {
    assumeTrue(Files.isDirectory(home.resolve("jars")), ".ci/sparks has not run");
    Path jar = Script.projectRoot().resolve("pipeline/target/catwalk.jar");

    try (CalledMembers called = new CalledMembers(jar, home.resolve("jars"))) {
      assertThat(called.has("org/apache/spark/rdd/RDD", "dependencies()Lscala/collection/Seq;"))
          .isEqualTo(scala212);
      assertThat(called.missing("io/catwalk/pipeline/")).isEmpty();
      assertThat(called.missing("io/catwalk/models/")).isEmpty();
    }
  }

  /** Of Spark 4; its classes are on no class path then, so that nothing else may come first. */
  @Test
  void sparkConnectIsRefused(@TempDir Path temporary) {
    Script.Finished refused =
        Script.of("catwalk", temporary)
            .with("CATWALK_SUBMIT_ARGS", "--conf spark.api.mode=connect")
            .run("doctor")
            .expect(2);

    assertThat(refused.stderr().lines())
        .singleElement()
        .asString()
        .startsWith("catwalk: Spark Connect (");
  }

  /** Of a Spark that is the user's own. */
  @Test
  void nothingButTheApplicationSpeaks(@TempDir Path temporary) throws IOException {
    Path home = SparkRuntimes.other("spark-3");
    assumeTrue(Files.isDirectory(home.resolve("jars")), ".ci/sparks has not run");
    Path jar = TestJar.write(temporary.resolve("echo.jar"), EchoMain.class);

    Script.Finished finished =
        Script.of("catwalk", temporary)
            .with("CATWALK_JAR", jar.toString())
            .with("SPARK_HOME", home.toString())
            .run("evaluate", "0")
            .expect(0);

    assertThat(finished.stdout()).contains("home=" + home);
    assertThat(finished.stderr()).isEmpty();
  }
}
