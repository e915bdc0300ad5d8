package io.catwalk.pipeline.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/**
 * The application jar, compiled against Spark 3.5 and Scala 2.12, beside Spark 4 and Scala 2.13.
 */
class OtherSparkIT {

  @Test
  void everythingThatTheJarUsesIsInSpark4() throws IOException {
    Path root = Script.projectRoot();
    Path jars = root.resolve("submit/runtime/target/spark-4/jars");
    assumeTrue(
        Files.isDirectory(jars), "mvn -Pspark-4 -pl submit/runtime/spark package has not run");

    try (CalledMembers called =
        new CalledMembers(root.resolve("pipeline/target/catwalk.jar"), jars)) {
      assertThat(called.has("org/apache/spark/rdd/RDD", "dependencies()Lscala/collection/Seq;"))
          .as("what Spark 3.5 has")
          .isFalse();
      assertThat(called.missing("io/catwalk/pipeline/")).isEmpty();
      assertThat(called.missing("io/catwalk/models/")).isEmpty();
    }
  }
}
