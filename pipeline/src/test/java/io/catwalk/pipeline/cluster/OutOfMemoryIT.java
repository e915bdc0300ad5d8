package io.catwalk.pipeline.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** What cannot fit is refused; what runs out of memory all the same ends in one line, with 4. */
class OutOfMemoryIT {

  private static final String LIMIT = "-Dorg.bytedeco.javacpp.maxphysicalbytes=";

  @TempDir private static Path temporary;

  @BeforeAll
  static void drawPictures() {
    Script.of("catwalk", temporary)
        .run("synthetic", "--out", "pictures", "--images", "40")
        .expect(0);
  }

  private static Script.Finished train(Script catwalk, String master, String... further) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "train",
                "--master",
                master,
                "--set",
                "data.source=pictures",
                "--set",
                "model.name=lenet5",
                "--set",
                "train.epochs=1"));
    arguments.addAll(List.of(further));
    return catwalk.within(Duration.ofMinutes(10)).run(arguments.toArray(String[]::new)).expect(4);
  }

  /** It ended with Spark's 52 after minutes and 2,138 lines. */
  @Test
  void aNetworkThatCannotFitIsRefusedBeforeImagesAreRead() {
    Script.Finished refused =
        train(
            Script.of("catwalk", temporary),
            "local[32]",
            "--set",
            "data.shape.height=512",
            "--set",
            "data.shape.width=512",
            "--set",
            "train.workers=32");

    assertThat(refused.stderr())
        .contains("catwalk: memory: the driver: training lenet5 on images of 1@512×512")
        .contains("GiB outside the heap (32 tasks side by side", "--driver-memory ")
        .doesNotContain("\tat ", "ingest: ");
  }

  @Test
  void theDriverThatRunsOutSaysSo() {
    Script.Finished failed =
        train(
            Script.of("catwalk", temporary)
                .with(
                    "CATWALK_SUBMIT_ARGS",
                    "--driver-memory 1g --conf spark.driver.extraJavaOptions=" + LIMIT + "430m"),
            "local[1]",
            "--set",
            "train.workers=1");

    assertThat(failed.stderr())
        .containsOnlyOnce("catwalk: out of memory: the driver: ")
        .contains("> maxPhysicalBytes (430M)", "--driver-memory ")
        .doesNotContain("\tat ");
    assertThat(temporary).isDirectoryNotContaining("glob:**dl4j-memory-crash-dump*");
  }

  /**
   * Executors were replaced for more than nine minutes, without an end. Takes a minute and more, so
   * CI leaves it to {@code -Pchaos}.
   */
  @Test
  @EnabledIfSystemProperty(named = "catwalk.faults", matches = "all")
  void executorsThatRunOutOneAfterTheOtherEndTheTraining() {
    Script.Finished failed =
        train(
            Script.of("catwalk", temporary)
                .with(
                    "CATWALK_SUBMIT_ARGS",
                    "--conf spark.executor.extraJavaOptions=" + LIMIT + "300m"),
            "local-cluster[1,1,1024]",
            "--set",
            "train.workers=1");

    assertThat(failed.stderr())
        .containsOnlyOnce("catwalk: out of memory: executor 3 on ")
        .contains("(exit code 52), like the 3 before it; ", "cluster.off-heap");
  }
}
