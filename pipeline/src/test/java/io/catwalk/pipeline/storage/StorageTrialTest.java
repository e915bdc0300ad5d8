package io.catwalk.pipeline.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.catwalk.pipeline.CatwalkException;
import io.catwalk.pipeline.storage.placing.Placing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
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
      assertThat(trial.excludes()).isTrue();
      assertThat(trial.showsAtOnce()).isTrue();
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
  void aStorageThatLetsASecondWriterInIsFound() throws IOException {
    try (StorageTrial trial = trial(new Careless(placing()))) {
      assertThat(trial.excludes()).isFalse();
      assertThat(trial.showsAtOnce()).isTrue();
    }
  }

  @Test
  void aStorageThatShowsLaterWhatWasWrittenIsFound() throws IOException {
    try (StorageTrial trial = trial(new Late(placing()))) {
      assertThat(trial.showsAtOnce()).isFalse();
      assertThat(trial.excludes()).isTrue();
    }
  }

  private LocalFileSystem files() throws IOException {
    LocalFileSystem files = new LocalFileSystem();
    files.initialize(temporary.toUri(), new Configuration(false));
    return files;
  }

  private Placing placing() throws IOException {
    return Placing.on(files());
  }

  private StorageTrial trial(Placing placing) throws IOException {
    return new StorageTrial(
        new StorageTrial.Client(files(), placing),
        new StorageTrial.Client(files(), placing),
        new org.apache.hadoop.fs.Path(temporary.toUri()));
  }

  /** Replaces where it must refuse. */
  private static final class Careless extends FilterPlacing {

    Careless(Placing sound) {
      super(sound);
    }

    @Override
    public boolean create(org.apache.hadoop.fs.Path target, byte[] content) throws IOException {
      write(target, out -> out.write(content));
      return true;
    }
  }

  /** Keeps back the second of what is written to one place. */
  private static final class Late extends FilterPlacing {

    private final Set<org.apache.hadoop.fs.Path> written = new HashSet<>();

    Late(Placing sound) {
      super(sound);
    }

    @Override
    public void write(org.apache.hadoop.fs.Path target, Content content) throws IOException {
      if (written.add(target)) {
        super.write(target, content);
      }
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
