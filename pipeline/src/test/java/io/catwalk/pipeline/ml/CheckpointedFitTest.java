package io.catwalk.pipeline.ml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.catwalk.pipeline.CatwalkException;
import io.catwalk.pipeline.ExitCode;
import io.catwalk.pipeline.LocalSpark;
import io.catwalk.pipeline.storage.ArtifactStore;
import io.catwalk.pipeline.storage.HadoopStorage;
import io.catwalk.pipeline.storage.StorageLock;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A {@code fit} that fails midway and is started again. */
class CheckpointedFitTest {

  @TempDir private static Path folder;
  private static DrawnPictures pictures;
  private final Path checkpoints = folder.resolve("check points");

  @BeforeAll
  static void draw() {
    pictures = DrawnPictures.in(folder.resolve("drawn"));
  }

  @Test
  void goesOnFromTheLastCheckpointToTheSameBits() throws Exception {
    String whole = FitMain.fit(pictures, folder.resolve("whole")).parametersSha256();
    assertThat(folder.resolve("whole")).doesNotExist();

    assertThat(killedFit()).isEqualTo(FitMain.KILLED);
    assertThat(checkpoints).isDirectoryContaining("glob:**/epoch-*.checkpoint");
    Files.writeString(checkpoints.resolve("notes.txt"), "the user's");
    // With less to learn it would be another network.
    assertThatThrownBy(
            () ->
                DrawnPictures.classifier()
                    .setEpochs(9)
                    .setCheckpointPath(checkpoints.toString())
                    .fit(pictures.files()))
        .isInstanceOfSatisfying(
            CatwalkException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.USAGE))
        .hasMessageMatching(
            "Checkpoint file:.*/check points/epoch-0000\\d-round-0000000.checkpoint is of a training with other settings: train.epochs \\(now 9, was 8\\); give the same again, or another checkpointPath");
    assertThatThrownBy(
            () ->
                DrawnPictures.classifier()
                    .setEpochs(8)
                    .setCheckpointPath(checkpoints.toString())
                    .fit(pictures.files().limit(50)))
        .hasMessageContaining("is of a training with other settings: dataset (now ");
    assertThatThrownBy(
            () ->
                DrawnPictures.classifier()
                    .setEpochs(8)
                    .setCheckpointPath(checkpoints.toString())
                    .setWeightCol("w")
                    .fit(pictures.files().withColumn("w", functions.lit(2))))
        .hasMessageContaining("is of a training with other settings: dataset (now ");

    Epochs seen = new Epochs();
    LocalSpark.session().sparkContext().addSparkListener(seen);
    String resumed;
    try {
      resumed = FitMain.fit(pictures, checkpoints).parametersSha256();
    } finally {
      LocalSpark.session().sparkContext().removeSparkListener(seen);
    }

    assertThat(resumed).isEqualTo(whole);
    // One job may last several epochs; it bears the name of the first.
    assertThat(seen.numbers).isNotEmpty().doesNotContain("1");
    try (var left = Files.list(checkpoints)) {
      assertThat(left).containsExactly(checkpoints.resolve("notes.txt"));
    }
  }

  /** In another process. */
  private int killedFit() throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.addAll(
        List.of(
            "-cp",
            System.getProperty("java.class.path"),
            FitMain.class.getName(),
            pictures.folder().toString(),
            checkpoints.toString()));
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(folder.resolve("fit.err").toFile())
            .start();
    try {
      assertThat(process.waitFor(3, TimeUnit.MINUTES))
          .as(Files.readString(folder.resolve("fit.err")))
          .isTrue();
      return process.exitValue();
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void aFolderOfAnotherFitIsRefused() {
    ArtifactStore store = HadoopStorage.with(Map.of()).store(folder.toString());
    try (StorageLock held = StorageLock.take(store, "busy", "Another")) {
      assertThat(held.held()).isTrue();
      assertThatThrownBy(() -> FitMain.fit(pictures, folder.resolve("busy")))
          .isInstanceOfSatisfying(
              CatwalkException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.BUSY))
          .hasMessageMatching(
              "checkpointPath = .*/busy is being worked on by process \\d+.*; wait for its end, or stop it first");
    }
  }

  /** Numbers of the epochs that jobs are of. */
  private static final class Epochs extends SparkListener {

    private final Set<String> numbers = ConcurrentHashMap.newKeySet();

    @Override
    public void onJobStart(SparkListenerJobStart job) {
      String what = job.properties().getProperty("spark.job.description", "");
      if (what.startsWith("train: epoch ")) {
        numbers.add(what.split(" ")[2]);
      }
    }
  }
}
