package io.catwalk.pipeline.ingest.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.catwalk.pipeline.CatwalkException;
import io.catwalk.pipeline.ExitCode;
import io.catwalk.pipeline.config.DatasetConfig.SplitRule;
import io.catwalk.pipeline.dataset.Split;
import io.catwalk.pipeline.ingest.Sources;
import io.catwalk.pipeline.ingest.TestImages;
import io.catwalk.pipeline.ingest.entry.SourceImage;
import io.catwalk.pipeline.storage.HadoopStorage;
import io.catwalk.pipeline.storage.SourceFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdxSourceTest {

  private static final String IMAGES = "train-images-idx3-ubyte.gz";
  private static final String PLAIN = "t10k-images-idx3-ubyte";

  private final SourceFiles files = HadoopStorage.with(Map.of()).sources();
  @TempDir private Path folder;

  private LabelledImages read(List<String> classes) {
    var config = Sources.config(folder, SplitRule.SOURCE, "", 0, 32, classes, 1);
    SourceListing listing = SourceListing.of(files, files.list(folder.toString()), "");
    return new SourceImages(files, config).of(listing);
  }

  private void assertRefused(String... words) {
    assertThatThrownBy(() -> read(List.of()))
        .isInstanceOfSatisfying(
            CatwalkException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.DATA))
        .message()
        .contains(words)
        .doesNotContain("\n");
  }

  @Test
  void listsImagesOfBothParts() throws IOException {
    Sources.mnist(folder, 20, 10);
    LabelledImages found = read(List.of());
    assertThat(found.images()).hasSize(30);
    assertThat(found.classes()).containsExactly("0", "1", "2", "3", "4", "5", "6", "7", "8", "9");
    SourceImage last = found.images().get(29);
    assertThat(last.path()).isEqualTo("train-images-idx3-ubyte#00019");
    assertThat(last.label()).isEqualTo(9);
    assertThat(last.split()).isEqualTo(Split.TRAIN);
    assertThat(found.images().get(0).split()).isEqualTo(Split.TEST);
  }

  @Test
  void refusesABadMagicNumber() throws IOException {
    Sources.mnist(folder, 20, 10);
    Sources.put(folder.resolve(PLAIN), TestImages.with(Sources.images(10), 0, 0x89, 'P'));
    assertRefused(PLAIN, "magic number 0x89500803", "expected 0x00000803");
  }

  @Test
  void refusesAWrongDimension() throws IOException {
    Sources.mnist(folder, 20, 10);
    Sources.put(folder.resolve(PLAIN), Sources.labels(10));
    assertRefused(PLAIN, "1 dimensions, expected 3");
  }

  @Test
  void refusesTooLittleData() throws IOException {
    Sources.mnist(folder, 20, 10);
    Sources.put(folder.resolve(PLAIN), TestImages.cut(Sources.images(10), 0.5));
    assertRefused(PLAIN, "too little data", "of 7840 bytes");
  }

  @Test
  void refusesAGzipFileThatEndsEarly() throws IOException {
    Sources.mnist(folder, 20, 10);
    Sources.put(folder.resolve(IMAGES), TestImages.cut(Sources.gzip(Sources.images(20)), 0.5));
    assertRefused(IMAGES, "too little data", "gzip");
  }

  @Test
  void refusesTooMuchData() throws IOException {
    Sources.mnist(folder, 20, 10);
    byte[] images = Sources.images(10);
    Sources.put(folder.resolve(PLAIN), Arrays.copyOf(images, images.length + 3));
    assertRefused(PLAIN, "too much data", "3 bytes follow");
  }

  @Test
  void refusesAnotherNumberOfLabels() throws IOException {
    Sources.mnist(folder, 20, 10);
    Sources.put(folder.resolve("t10k-labels-idx1-ubyte"), Sources.labels(9));
    assertRefused(PLAIN, "10 images", "9 labels");
  }

  @Test
  void refusesMissingLabelsAndUnnamedOnes() throws IOException {
    Sources.mnist(folder, 20, 10);
    assertThatThrownBy(() -> read(List.of("zero", "one")))
        .hasMessageContaining("label 9")
        .hasMessageContaining("0 to 1");
    Files.delete(folder.resolve("t10k-labels-idx1-ubyte"));
    assertRefused(PLAIN, "no t10k-labels-idx1-ubyte");
  }
}
