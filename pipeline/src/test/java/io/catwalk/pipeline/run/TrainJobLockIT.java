package io.catwalk.pipeline.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.catwalk.models.ImageShape;
import io.catwalk.models.ModelCatalog;
import io.catwalk.pipeline.CatwalkException;
import io.catwalk.pipeline.ExitCode;
import io.catwalk.pipeline.config.ConfigLoader;
import io.catwalk.pipeline.config.ConfigLoader.KnownModels;
import io.catwalk.pipeline.config.ConfigOverride;
import io.catwalk.pipeline.config.ConfigSources;
import io.catwalk.pipeline.config.ExperimentConfig;
import io.catwalk.pipeline.ingest.IngestListener;
import io.catwalk.pipeline.runs.History.Epoch;
import io.catwalk.pipeline.storage.WatchedDeletions;
import io.catwalk.pipeline.train.TrainingListener;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A training whose lock another process takes, and one that ends with its lock held. */
class TrainJobLockIT {

  @TempDir Path folder;
  private Path checkpoints;

  @BeforeEach
  void draw() throws IOException {
    checkpoints = folder.resolve("store/checkpoints");
    for (int label = 0; label < 2; label++) {
      Path images = Files.createDirectories(folder.resolve("images/class" + label));
      for (int number = 0; number < 40; number++) {
        BufferedImage image = new BufferedImage(20, 20, BufferedImage.TYPE_BYTE_GRAY);
        image.setRGB(number % 20, 2 + label * 10 + number / 20, 0xffffff);
        ImageIO.write(image, "png", images.resolve(number + ".png").toFile());
      }
    }
  }

  @Test
  void itEndsAsBusyAndLeavesItsSuccessorsFiles() throws IOException {
    Path successors = checkpoints.resolve("r1/epoch-00009-round-0000000.checkpoint");
    TrainingListener robbed =
        new TrainingListener() {
          @Override
          public void epochFinished(Epoch result) {
            if (result.epoch() == 1) {
              write(successors, "the successor's");
              write(
                  checkpoints.resolve("r1.lock-00000002"),
                  "{\"number\":2,\"process\":{\"id\":\"x\",\"host\":\"far\",\"boot\":\"b\",\"pid_namespace\":\"n\",\"pid\":4711,\"started\":\"1\"},\"since\":\"2026-01-01T12:00:00Z\"}");
            }
          }
        };

    assertThatThrownBy(() -> train(robbed))
        .isInstanceOfSatisfying(
            CatwalkException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.BUSY))
        .hasMessage(
            "Run r1 was taken over by process 4711 on far: this process had given no sign of life for 20 s; it stops and leaves all files as they are");

    assertThat(successors).hasContent("the successor's");
    assertThat(checkpoints.resolve("r1.lock-00000002")).exists();
    assertThat(folder.resolve("store/runs/r1")).doesNotExist();
  }

  @Test
  void itCleansUpWhileItHoldsTheLock() {
    WatchedDeletions.PATHS.clear();

    train(TrainingListener.SILENT);

    assertThat(folder.resolve("store/runs/r1/model.zip")).exists();
    List<String> deleted =
        WatchedDeletions.PATHS.stream()
            .filter(path -> path.contains("/checkpoints/r1"))
            .map(path -> path.substring(path.lastIndexOf('/') + 1))
            .filter(name -> name.equals("r1") || name.startsWith("r1."))
            .map(name -> name.replaceFirst("beat-.*", "beat"))
            .toList();
    assertThat(deleted).containsExactly("r1", "r1.lock-00000001", "r1.beat");
    assertThat(checkpoints).isEmptyDirectory();
  }

  private void train(TrainingListener listener) {
    new SparkJobs()
        .train(
            config(), new RunOptions("r1"), new ProgressListeners(IngestListener.SILENT, listener));
  }

  private ExperimentConfig config() {
    List<String> settings =
        List.of(
            "storage.root=" + folder.resolve("store"),
            "data.source=" + folder.resolve("images"),
            "data.name=dots",
            "data.shape.height=20",
            "data.shape.width=20",
            "data.shape.channels=1",
            "data.split=hash",
            "model.name=lenet5",
            "train.workers=1",
            "train.epochs=2",
            "train.minibatch=16",
            "train.checkpoint.every-rounds=1",
            "cluster.master=local[1]",
            "cluster.spark.ui.enabled=false",
            "cluster.spark.driver.host=127.0.0.1",
            "cluster.spark.driver.bindAddress=127.0.0.1",
            // Other tests of this process have made Hadoop remember theirs.
            "cluster.spark.hadoop.fs.file.impl.disable.cache=true",
            "cluster.spark.hadoop.fs.file.impl=" + WatchedDeletions.class.getName());
    return new ConfigLoader(new Catalog())
        .load(
            new ConfigSources(
                Map.of(),
                settings.stream().map(text -> ConfigOverride.assignment("--set", text)).toList(),
                true));
  }

  private static void write(Path file, String text) {
    try {
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static final class Catalog implements KnownModels {

    @Override
    public Set<String> names() {
      return Set.copyOf(ModelCatalog.names());
    }

    @Override
    public Optional<String> objection(String name, ImageShape shape, int classes) {
      return Optional.empty();
    }
  }
}
