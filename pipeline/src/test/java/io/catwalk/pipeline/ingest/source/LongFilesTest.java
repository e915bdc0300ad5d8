package io.catwalk.pipeline.ingest.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.catwalk.models.ImageShape;
import io.catwalk.pipeline.CatwalkException;
import io.catwalk.pipeline.config.DatasetConfig.ResizeMode;
import io.catwalk.pipeline.ingest.OneImage;
import io.catwalk.pipeline.ingest.Sources;
import io.catwalk.pipeline.ingest.TestImages;
import io.catwalk.pipeline.ingest.entry.Container;
import io.catwalk.pipeline.ingest.entry.EntryReader;
import io.catwalk.pipeline.ingest.entry.Located;
import io.catwalk.pipeline.ingest.entry.SourceEntry;
import io.catwalk.pipeline.ingest.format.BadImageException;
import io.catwalk.pipeline.ingest.packed.TarBlocks;
import io.catwalk.pipeline.storage.HadoopStorage;
import io.catwalk.pipeline.storage.SourceFiles;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that are too long to be read before anything is known of them. */
class LongFilesTest {

  @TempDir Path folder;
  private final SourceFiles files = HadoopStorage.ofSpark(Map.of()).sources();

  @ParameterizedTest
  @ValueSource(strings = {".zip", ".tar", ".tar.gz", ""})
  void ofZerosNamedLikeAnImageOnlyTheBeginningIsRead(String ending) throws IOException {
    Path source = Files.createDirectories(folder.resolve("in/cat"));
    byte[] image = TestImages.photo("bmp", 3);
    Files.write(source.resolve("1.jpg"), new byte[3 << 20]);
    Files.write(source.resolve("2.bmp"), Arrays.copyOf(image, 3 << 20));
    Path packed =
        ending.isEmpty()
            ? source.getParent()
            : Sources.pack(source.getParent(), folder.resolve("all" + ending));
    SourceListing listing = SourceListing.of(files, files.list(packed.toString()), "");
    Container container = listing.located().get(0).container();

    try (EntryReader reader = container.open(files)) {
      assertThatThrownBy(() -> reader.readImage(listing.located().get(0).entry()))
          .isInstanceOf(BadImageException.class)
          .hasMessage("begins with the bytes 00 00 00 00 00 00 00 00");
      try {
        assertThat(reader.readImage(listing.located().get(1).entry()))
            .isEqualTo(Arrays.copyOf(image, 3 << 20));
      } catch (BadImageException e) {
        throw new AssertionError(e);
      }
    }
  }

  /** A stream through an archive comes to a file once; what is no image is so under each name. */
  @ParameterizedTest
  @ValueSource(strings = {"x.tar", "x.tgz"})
  void linksToALongFileAreTheSameFile(String name) throws IOException, BadImageException {
    byte[] image = Arrays.copyOf(TestImages.photo("bmp", 3), 3 << 20);
    byte[] tar =
        new TarBlocks()
            .entry('0', "cat/1.bmp", "", image)
            .entry('1', "cat/2.bmp", "cat/1.bmp", new byte[0])
            .entry('0', "cat/3.bmp", "", new byte[3 << 20])
            .entry('1', "cat/4.bmp", "cat/3.bmp", new byte[0])
            .ended();
    Path packed = Files.write(folder.resolve(name), name.endsWith("gz") ? Sources.gzip(tar) : tar);
    List<Located> located = SourceListing.of(files, files.list(packed.toString()), "").located();

    try (EntryReader reader = located.get(0).container().open(files)) {
      assertThat(reader.readImage(located.get(0).entry())).isEqualTo(image);
      assertThat(reader.readImage(located.get(1).entry())).isEqualTo(image);
      for (int zeros = 2; zeros < 4; zeros++) {
        SourceEntry entry = located.get(zeros).entry();
        assertThatThrownBy(() -> reader.readImage(entry)).isInstanceOf(BadImageException.class);
      }
    }
  }

  /** As a zip of half a gigabyte of zeros would: whoever reads on is told. */
  @Test
  void nothingIsAskedForBehindTheSignature() {
    EntryReader reader =
        entry ->
            new InputStream() {
              private int given;

              @Override
              public int read() {
                return read(new byte[1], 0, 1) == 1 ? 0 : -1;
              }

              @Override
              public int read(byte[] target, int from, int length) {
                given += length;
                assertThat(given).as("bytes read").isLessThanOrEqualTo(EntryReader.SIGNATURE);
                return length;
              }
            };

    assertThatThrownBy(() -> reader.readImage(new SourceEntry("x.jpg", "x.jpg", 0, 500_000_000)))
        .isInstanceOf(BadImageException.class);
  }

  /** Its length is known before a byte of it is. */
  @Test
  void aSingleImageThatIsTooLongIsRefused() throws IOException {
    Path file = folder.resolve("x.png");
    try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
      sparse.setLength(2L << 30);
    }
    ImageShape shape = new ImageShape(8, 8, 3);

    assertThatThrownBy(() -> OneImage.read(files, file.toString(), shape, ResizeMode.PAD, 100))
        .isInstanceOf(CatwalkException.class)
        .hasMessageContaining("no good image (a file of 2,147,483,648 bytes, at most ");
  }

  @Test
  void aRangeOfAFileIsReadPieceByPiece() throws IOException {
    byte[] content = new byte[(2 << 20) + 7];
    for (int i = 0; i < content.length; i++) {
      content[i] = (byte) (i * 31 >> 3);
    }
    Path file = Files.write(folder.resolve("f"), content);
    ByteArrayOutputStream read = new ByteArrayOutputStream();
    try (InputStream in = new SourceRange(files, file.toUri().toString(), 5, content.length - 9)) {
      read.write(in.read());
      in.transferTo(read);
      assertThat(in.read()).isEqualTo(-1);
    }
    assertThat(read.toByteArray()).isEqualTo(Arrays.copyOfRange(content, 5, content.length - 4));
  }
}
