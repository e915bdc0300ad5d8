package io.catwalk.pipeline.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.catwalk.pipeline.CatwalkException;
import io.catwalk.pipeline.ExitCode;
import io.catwalk.pipeline.LocalSpark;
import io.catwalk.pipeline.config.ConfigLoader;
import io.catwalk.pipeline.config.ConfigOverride;
import io.catwalk.pipeline.config.ConfigSources;
import io.catwalk.pipeline.config.ExperimentConfig;
import io.catwalk.pipeline.config.FakeModels;
import io.catwalk.pipeline.storage.HadoopStorage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The short form, on the Spark of unit tests. */
class CheckUpTest {

  @TempDir private Path temporary;
  private final SparkSession spark = LocalSpark.session();
  private final List<String> warnings = new ArrayList<>();

  @Test
  void aSoundSetUpPassesWithoutAWord() {
    checkUp(temporary.resolve("store").toString(), "");

    // How many cores the machine of the test has, and how many others compute there, is its own
    // affair.
    assertThat(warnings).allMatch(line -> line.startsWith("threads: "));
    assertThat(temporary.resolve("store")).as("what is left of the trial").doesNotExist();
  }

  @Test
  void aJobThatWouldFailEndsWithALineAReason() {
    assertThatThrownBy(() -> checkUp("/proc/catwalk", ""))
        .isInstanceOfSatisfying(
            CatwalkException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.CLUSTER))
        .hasMessageStartingWith("storage: Cannot write to file:/proc/catwalk")
        .hasMessageContaining("set storage.root (--storage)")
        .hasMessageNotContaining("\n");
  }

  @Test
  void imagesThatAreNotThereAreForTheStageToTell() {
    checkUp(temporary.resolve("store").toString(), temporary.resolve("nowhere").toString());

    assertThat(warnings).noneMatch(line -> line.contains("nowhere"));
  }

  private void checkUp(String storage, String source) {
    ExperimentConfig config =
        new ConfigLoader(new FakeModels())
            .load(
                new ConfigSources(
                    Map.of(),
                    List.of(
                        ConfigOverride.option("--storage", "storage.root", storage),
                        ConfigOverride.option("--source", "data.source", source)),
                    false));
    CheckUp.of(spark, HadoopStorage.with(Map.of()), config, warnings::add);
  }
}
