package io.catwalk.pipeline.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code submit/get-data}: all of a data set, verified, or nothing. */
class GetDataIT {
  private static final List<String> FASHION_MNIST =
      List.of(
          "train-images-idx3-ubyte.gz",
          "train-labels-idx1-ubyte.gz",
          "t10k-images-idx3-ubyte.gz",
          "t10k-labels-idx1-ubyte.gz");

  @TempDir Path temporary;

  private Script.Finished getData(String... arguments) {
    return Script.of("get-data", temporary).run(arguments);
  }

  @Test
  void aDamagedFashionMnistIsRefusedAndLeavesNothing() throws IOException {
    Path source = Files.createDirectory(temporary.resolve("damaged"));
    for (String name : FASHION_MNIST) {
      try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(source.resolve(name)))) {
        out.write(1);
      }
    }

    Script.Finished finished = getData("fashion-mnist", "--from", "damaged").expect(3);

    assertThat(finished.stderr())
        .contains("train-images-idx3-ubyte.gz is damaged or another data set's", "--from DIR");
    assertThat(temporary.resolve("catwalk-data")).isEmptyDirectory();
  }

  @Test
  void anIncompleteFashionMnistIsRefused() throws IOException {
    Files.createDirectory(temporary.resolve("empty"));

    assertThat(
            Script.of("get-data", temporary)
                .with("FASHION_MNIST", "empty")
                .run("fashion-mnist")
                .expect(3)
                .stderr())
        .contains("empty lacks train-images-idx3-ubyte.gz");
  }

  @Test
  void theRealFashionMnistIsVerifiedAndNotFetchedTwice() {
    Path installed = Path.of("/usr/share/datasets/fashion-mnist");
    assumeTrue(Files.isDirectory(installed), "Debian's dataset-fashion-mnist is not installed");

    assertThat(getData("fashion-mnist", "--to", "fm").expect(0).stderr()).contains("verified");

    assertThat(temporary.resolve("fm").toFile().list())
        .containsExactlyInAnyOrderElementsOf(FASHION_MNIST);
    assertThat(getData("fashion-mnist", "--to", "fm").expect(0).stderr()).contains("already");
  }

  @Test
  void photosWithoutASourceSayWhatToGive() {
    assertThat(getData("cats-vs-dogs").expect(2).stderr())
        .contains("needs --from PATH|URL", "kagglecatsanddogs");
  }

  @Test
  void aFolderOfPhotosIsLinked() throws IOException {
    Path photos = Files.createDirectories(temporary.resolve("my photos/cat"));
    Files.createFile(photos.resolve("1.JPG"));

    getData("cats-vs-dogs", "--from", "my photos").expect(0);

    assertThat(temporary.resolve("catwalk-data/cats-vs-dogs")).isSymbolicLink();
    assertThat(temporary.resolve("catwalk-data/cats-vs-dogs/cat/1.JPG")).exists();
  }

  @Test
  void anArchiveOfPhotosIsUnpackedWithoutItsWrapper() throws IOException {
    Path zip = temporary.resolve("photos.zip");
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip))) {
      for (String name : List.of("PetImages/Cat/0.jpg", "PetImages/Dog/0.jpg", "readme.txt")) {
        out.putNextEntry(new ZipEntry(name));
        out.write(1);
        out.closeEntry();
      }
    }

    getData("cats-vs-dogs", "--from", "photos.zip", "--to", "pets").expect(0);

    assertThat(temporary.resolve("pets").toFile().list()).containsExactlyInAnyOrder("Cat", "Dog");
    assertThat(getData("cats-vs-dogs", "--from", "photos.zip", "--to", "pets").expect(2).stderr())
        .contains("pets is there already");
  }

  @Test
  void whatHoldsNoPhotosIsRefusedAndLeavesNothing() throws IOException {
    Files.createDirectory(temporary.resolve("documents"));
    Files.createFile(temporary.resolve("documents/cat.txt"));
    Files.writeString(temporary.resolve("half.zip"), "PK");

    assertThat(getData("cats-vs-dogs", "--from", "documents").expect(3).stderr())
        .contains("documents holds no images");
    assertThat(getData("cats-vs-dogs", "--from", "half.zip").expect(3).stderr())
        .contains("half.zip cannot be unpacked");
    assertThat(getData("cats-vs-dogs", "--from", "nowhere").expect(3).stderr())
        .contains("nowhere does not exist");
    assertThat(temporary.resolve("catwalk-data")).isEmptyDirectory();
  }

  @Test
  void wrongUsageIsSaidInOneLine() {
    assertThat(getData("mnist").expect(2).stderr())
        .isEqualTo(
            "get-data: unknown data set mnist: there are fashion-mnist, cats-vs-dogs and synthetic\n");
    assertThat(getData("fashion-mnist", "--form", "x").expect(2).stderr())
        .isEqualTo("get-data: unknown option --form: see get-data --help\n");
    assertThat(getData("fashion-mnist", "--from").expect(2).stderr())
        .isEqualTo("get-data: --from needs a value\n");
  }
}
