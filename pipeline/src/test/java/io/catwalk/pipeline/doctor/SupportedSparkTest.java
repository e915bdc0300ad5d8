package io.catwalk.pipeline.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SupportedSparkTest {

  @TempDir Path classes;

  @Test
  void anyPatchVersionOfTheRightSparkWillDo() throws IOException {
    assertThat(objection("3.5.0", "2.12.18")).isEmpty();
    assertThat(objection("3.5.9-amzn-1", "2.12.20")).isEmpty();
    assertThat(objection("3.5.5", "2.13.8")).isEmpty();
    assertThat(objection("4.0.0", "2.13.16")).isEmpty();
    assertThat(objection("4.1.0", "2.13.17")).isEmpty();
    assertThat(objection("4.2.7-amzn-0", "2.13.18")).isEmpty();
    assertThat(SupportedSpark.objection(getClass().getClassLoader())).as("the build's").isEmpty();
  }

  @Test
  void othersAreRefused() throws IOException {
    assertThat(objection("4.3.0-SNAPSHOT", "2.13.18").orElseThrow())
        .isEqualTo(
            "This is Spark 4.3.0-SNAPSHOT for Scala 2.13.18, where Catwalk needs Spark 3.5 or 4.0"
                + " to 4.2, for Scala 2.12 or 2.13: set SPARK_HOME to one, any patch version will do");
    for (String spark : List.of("3.4.3", "3.50.0", "4.3-SNAPSHOT", "4.20.0", "5.0.0", "")) {
      assertThat(objection(spark, "2.13.17")).as(spark).isPresent();
    }
    assertThat(objection("3.5.5", "2.11.12").orElseThrow()).contains("for Scala 2.11.12, where");
    assertThat(objection("4.2.0", "3.8.0")).isPresent();
  }

  @Test
  void noSparkAtAllIsForOthersToTell() throws IOException {
    try (URLClassLoader empty = new URLClassLoader(new URL[0], null)) {
      assertThat(SupportedSpark.objection(empty)).isEmpty();
    }
  }

  private Optional<String> objection(String spark, String scala) throws IOException {
    Files.writeString(classes.resolve("spark-version-info.properties"), "version=" + spark);
    Files.writeString(classes.resolve("library.properties"), "version.number=" + scala);
    try (URLClassLoader loader = new URLClassLoader(new URL[] {classes.toUri().toURL()}, null)) {
      return SupportedSpark.objection(loader);
    }
  }
}
