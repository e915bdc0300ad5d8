package io.catwalk.pipeline.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The application jar, compiled against Spark 3.5 and Scala 2.12, beside Spark 4 and Scala 2.13.
 */
class OtherSparkIT {

  @Test
  void everythingThatTheJarUsesIsInSpark4() throws IOException {
    Path root = Script.projectRoot();
    Path jars = root.resolve("submit/runtime/target/spark-4/jars");
    assumeTrue(Files.isDirectory(jars), ".ci/sparks has not run");

    try (CalledMembers called =
        new CalledMembers(root.resolve("pipeline/target/catwalk.jar"), jars)) {
      assertThat(called.has("org/apache/spark/rdd/RDD", "dependencies()Lscala/collection/Seq;"))
          .as("what Spark 3.5 has")
          .isFalse();
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

  /** Spark 4 itself asks for an incubator module, of which Java tells before anything else. */
  @Test
  void nothingButTheApplicationSpeaks(@TempDir Path temporary) throws IOException {
    Path home = Script.projectRoot().resolve("submit/runtime/target/spark-4");
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
