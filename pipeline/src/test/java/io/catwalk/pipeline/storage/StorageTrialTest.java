package io.catwalk.pipeline.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.catwalk.pipeline.CatwalkException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.LocalFileSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StorageTrialTest {

  @TempDir private Path temporary;

  @Test
  void triesAndLeavesNothingBehind() throws IOException {
    Path root = temporary.resolve("store");
    try (StorageTrial trial = HadoopStorage.with(Map.of()).trial(root.toString())) {
      assertThat(trial.renamesInOneStep()).isTrue();
      assertThat(trial.free()).isPositive();
      assertThat(trial.copiesAsked()).isEqualTo(1);
      assertThat(trial.copies()).isEqualTo(1);
      assertThat(Path.of(java.net.URI.create(trial.uri()).getPath())).exists();
    }
    assertThat(root).doesNotExist();

    Files.createDirectory(root);
    HadoopStorage.with(Map.of()).trial(root.toString()).close();
    try (Stream<Path> left = Files.list(root)) {
      assertThat(left).isEmpty();
    }
  }

  @Test
  void aStorageThatReplacesWhereItMustRefuseDoesNotRenameInOneStep() throws IOException {
    LocalFileSystem files = new LocalFileSystem();
    files.initialize(temporary.toUri(), new Configuration(false));
    Placing careless =
        new Placing() {
          @Override
          public void replace(org.apache.hadoop.fs.Path from, org.apache.hadoop.fs.Path to)
              throws IOException {
            Placing.on(files).replace(from, to);
          }

          @Override
          public void place(org.apache.hadoop.fs.Path from, org.apache.hadoop.fs.Path to)
              throws IOException {
            replace(from, to);
          }
        };
    try (StorageTrial trial =
        new StorageTrial(files, new org.apache.hadoop.fs.Path(temporary.toUri()), careless)) {
      assertThat(trial.renamesInOneStep()).isFalse();
    }
  }

  @Test
  void aFileInTheWayIsNoStorage() throws IOException {
    Path file = Files.createFile(temporary.resolve("file"));

    assertThatThrownBy(() -> HadoopStorage.with(Map.of()).trial(file.toString()))
        .isInstanceOf(CatwalkException.class)
        .hasMessageStartingWith("Cannot write to file:" + file);
  }
}
