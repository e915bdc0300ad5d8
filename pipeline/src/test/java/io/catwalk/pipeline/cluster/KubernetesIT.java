package io.catwalk.pipeline.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What can be said of {@code submit/kubernetes} without a Kubernetes. */
class KubernetesIT {

  private static final Path FOLDER = Script.projectRoot().resolve("submit/kubernetes");

  @TempDir Path temporary;

  /**
   * Against the definition beside the one that {@code CATWALK_SPARK_OPERATOR_CRD} names, which are
   * not ours to ship.
   */
  @ParameterizedTest
  @ValueSource(strings = {"spark-application.yaml", "spark-application-gpu.yaml"})
  void theSparkOperatorsSchemaAllowsTheYaml(String name) throws IOException {
    String scheduled = System.getenv("CATWALK_SPARK_OPERATOR_CRD");
    assumeTrue(scheduled != null, "CATWALK_SPARK_OPERATOR_CRD names the operator's definition");
    String definition = scheduled.replace("scheduledsparkapplications", "sparkapplications");
    Path check = temporary.resolve("crd_check.py");
    try (InputStream in = getClass().getResourceAsStream("crd_check.py")) {
      Files.copy(in, check);
    }

    Script.at(Path.of("/usr/bin/python3"), temporary)
        .run(check.toString(), definition, FOLDER.resolve(name).toString())
        .expect(0);
  }

  @Test
  void theExperimentIsOne() throws IOException {
    String text = Files.readString(FOLDER.resolve("experiment.yaml"));
    String experiment = text.substring(text.indexOf("|\n") + 2).indent(-4);
    Files.writeString(temporary.resolve("experiment.conf"), experiment);

    assertThat(
            Script.of("catwalk", temporary)
                .run("config", "--config", "experiment.conf", "data.name", "model.name")
                .expect(0)
                .stdout())
        .isEqualTo("pets\ncatwalk-small\n");
  }

  @Test
  void theImageHoldsTheEmbeddedSpark() throws IOException {
    String version = SparkRuntimes.version(SparkRuntimes.embedded());

    assertThat(Files.readString(FOLDER.resolve("Dockerfile")))
        .contains("apache/spark:" + version + "-scala2.13-java17-ubuntu\n")
        .contains("catwalk.jar /opt/catwalk/catwalk.jar\n");
    for (String name : new String[] {"spark-application.yaml", "spark-application-gpu.yaml"}) {
      assertThat(Files.readString(FOLDER.resolve(name)))
          .contains("sparkVersion: \"" + version + "\"\n")
          .contains("mainApplicationFile: local:///opt/catwalk/catwalk.jar\n");
    }
  }
}
