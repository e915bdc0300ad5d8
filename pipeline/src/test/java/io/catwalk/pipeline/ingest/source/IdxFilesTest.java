package io.catwalk.pipeline.ingest.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.catwalk.pipeline.CatwalkException;
import io.catwalk.pipeline.ExitCode;
import io.catwalk.pipeline.config.DatasetConfig.SplitRule;
import io.catwalk.pipeline.dataset.Split;
import io.catwalk.pipeline.ingest.Sources;
import io.catwalk.pipeline.ingest.entry.SourceImage;
import io.catwalk.pipeline.storage.HadoopStorage;
import io.catwalk.pipeline.storage.SourceFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Layouts in which MNIST and its like are handed around. */
class IdxFilesTest {

  private final SourceFiles files = HadoopStorage.with(Map.of()).sources();
  @TempDir private Path folder;

  private LabelledImages read() {
    return read(folder.toString());
  }

  private LabelledImages read(String source) {
    var config = Sources.config(source, SplitRule.SOURCE, "", 0, 32, List.of(), 1);
    return new SourceImages(files, config).of(SourceListing.of(files, files.list(source), ""));
  }

  private void put(byte[] content, String... paths) throws IOException {
    for (String path : paths) {
      Sources.put(folder.resolve(path), path.endsWith(".gz") ? Sources.gzip(content) : content);
    }
  }

  private void refused(String... words) {
    assertThatThrownBy(this::read)
        .isInstanceOfSatisfying(
            CatwalkException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.DATA))
        .message()
        .contains(words);
  }

  @Test
  void copiesOfKagglesFolderCountOnce() throws IOException {
    put(
        Sources.images(20),
        "train-images.idx3-ubyte",
        "train-images-idx3-ubyte/train-images-idx3-ubyte",
        "train-images-idx3-ubyte.gz");
    put(Sources.labels(20), "train-labels-idx1-ubyte/train-labels-idx1-ubyte");
    put(
        Sources.images(10),
        "t10k-images-idx3-ubyte.gz",
        "t10k-images.idx3-ubyte",
        "t10k-images-idx3-ubyte/t10k-images-idx3-ubyte");
    put(Sources.labels(10), "t10k-labels.idx1-ubyte", "t10k-labels-idx1-ubyte.gz");

    LabelledImages found = read();

    assertThat(found.images()).hasSize(30);
    assertThat(found.images()).filteredOn(i -> i.split() == Split.TRAIN).hasSize(20);
    assertThat(found.images()).filteredOn(i -> i.split() == Split.TEST).hasSize(10);
    assertThat(found.images()).allSatisfy(i -> assertThat(i.label()).isEqualTo(number(i) % 10));
    assertThat(found.images().get(29).path()).isEqualTo("train-images.idx3-ubyte#00019");
    assertThat(found.notices().leftOut()).isEqualTo(Map.of("copies of IDX files", 5L));
  }

  private static int number(SourceImage image) {
    return Integer.parseInt(image.path().substring(image.path().indexOf('#') + 1));
  }

  @Test
  void readsEmnistsLettersWithoutAClassThatHasNoImage() throws IOException {
    byte[] letters = new byte[52];
    IntStream.range(0, 52).forEach(i -> letters[i] = (byte) (i % 26 + 1));
    byte[] labels = Sources.idx(0x801, new int[] {52}, letters);
    for (String part : List.of("train", "test")) {
      put(Sources.images(52), "gzip/emnist-letters-" + part + "-images-idx3-ubyte.gz");
      put(labels, "gzip/emnist-letters-" + part + "-labels-idx1-ubyte.gz");
    }
    put(new byte[] {'1'}, "gzip/emnist-letters-mapping.txt");

    LabelledImages found = read();

    assertThat(found.classes()).hasSize(26).startsWith("1", "2").endsWith("26");
    assertThat(found.images()).hasSize(104);
    assertThat(found.images()).filteredOn(i -> i.split() == Split.TRAIN).hasSize(52);
    assertThat(found.images()).filteredOn(i -> i.split() == Split.TEST).hasSize(52);
    assertThat(found.images()).allSatisfy(i -> assertThat(i.label()).isEqualTo(number(i) % 26));
    assertThat(found.notices().leftOut()).isEqualTo(Map.of(".txt", 1L));
  }

  @Test
  void refusesTwoSetsInOneTree() throws IOException {
    for (String set : List.of("emnist-digits-", "emnist-letters-")) {
      put(Sources.images(20), set + "train-images-idx3-ubyte");
      put(Sources.labels(20), set + "train-labels-idx1-ubyte");
    }
    refused("holds 2 IDX sets, emnist-digits, emnist-letters", "/emnist-letters-*'");
    assertThat(read(folder + "/emnist-letters-*").images()).hasSize(20);
  }

  /** How a source of IDX files grows. */
  @Test
  void filesInFoldersBelowAreMoreOfTheSet() throws IOException {
    Sources.mnist(folder, 20, 10);
    Sources.mnist(folder.resolve("wednesday"), 30, 10);

    assertThat(read(folder.toString()).images()).hasSize(20 + 10 + 30);
  }

  @Test
  void refusesOtherLabelsOfTheSameImages() throws IOException {
    Sources.mnist(folder, 20, 10);
    put(Sources.images(20), "again/train-images-idx3-ubyte");
    byte[] labels = Sources.labels(20);
    labels[labels.length - 1] ^= 1;
    put(labels, "again/train-labels-idx1-ubyte");

    refused("holds two IDX sets", "are different labels");
  }

  @Test
  void refusesDifferentFilesOfOneName() throws IOException {
    for (String set : List.of("fashion", "mnist")) {
      Sources.mnist(folder.resolve(set), set.equals("mnist") ? 20 : 30, 10);
    }
    refused("holds two IDX sets", "fashion/train-", "mnist/train-", "data.source");
  }
}
