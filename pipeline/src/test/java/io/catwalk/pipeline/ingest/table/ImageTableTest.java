package io.catwalk.pipeline.ingest.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.catwalk.pipeline.ingest.MemorySource;
import io.catwalk.pipeline.ingest.TestTables;
import io.catwalk.pipeline.storage.SourceFiles;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.api.Binary;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever fails, a row's image is never another row's. */
class ImageTableTest {

  private static final String URI = "mem:/t.parquet";
  private static final int ROWS = 60;

  /** Random bytes that begin with the row's number. */
  private static byte[] image(int row) {
    byte[] image = new byte[600];
    new Random(row).nextBytes(image);
    image[0] = (byte) row;
    return image;
  }

  private static byte[] table() {
    return TestTables.of(
        "message m { required binary image; }",
        Map.of(),
        ROWS,
        (row, i) -> row.append("image", Binary.fromConstantByteArray(image(i))));
  }

  /** Rows that could be read, each checked. */
  private static List<Integer> read(SourceFiles files, int length) throws IOException {
    List<Integer> good = new ArrayList<>();
    try (ImageTable.Images images = new ImageTable(URI, length).open(files)) {
      for (int row = 0; row < ROWS; row++) {
        try {
          assertThat((int) images.read(row)[0]).as("row").isEqualTo(row);
          good.add(row);
        } catch (IOException e) {
          assertThat(e.getMessage()).isNotBlank();
        }
      }
    }
    return good;
  }

  @Test
  void aFailedReadCostsItsGroupOfRowsAlone() throws IOException {
    byte[] table = table();
    for (int failing = 3; failing < 6; failing++) {
      List<Integer> good =
          read(new Failing(new MemorySource(Map.of(URI, table)), failing), table.length);

      assertThat(good).as("failing at call %d", failing).hasSizeBetween(ROWS / 2, ROWS - 1);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
  void aDamagedPageGivesNoOtherImages(int ninth) throws IOException {
    byte[] damaged = table();
    int from = damaged.length * ninth / 10;
    for (int at = from; at < from + 40; at++) {
      damaged[at] ^= 0x5a;
    }

    List<Integer> good = read(new MemorySource(Map.of(URI, damaged)), damaged.length);

    assertThat(good).hasSizeGreaterThan(ROWS / 2);
  }

  /**
   * Pages that say to be longer than they are: Parquet takes memory for the one before it looks,
   * and waits for ever for what the other lacks.
   */
  @ParameterizedTest
  @ValueSource(strings = {"long-page.parquet", "endless-page.parquet"})
  @Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void aPageThatSaysToBeLongIsDamaged(String file) throws IOException {
    byte[] table;
    try (InputStream in = getClass().getResourceAsStream(file)) {
      table = in.readAllBytes();
    }
    MemorySource files = new MemorySource(Map.of(URI, table));

    try (ImageTable.Images images = new ImageTable(URI, table.length).open(files)) {
      assertThatThrownBy(() -> images.read(0))
          .isInstanceOf(IOException.class)
          .hasMessageMatching("it is damaged: .*|a page of .* bytes .*");
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"UNCOMPRESSED", "SNAPPY", "GZIP", "ZSTD"})
  void pagesMayBePacked(CompressionCodecName codec) throws IOException {
    byte[] table =
        TestTables.packed(
            codec,
            "message m { required binary image; }",
            Map.of(),
            ROWS,
            (row, i) -> row.append("image", Binary.fromConstantByteArray(image(i))));

    assertThat(read(new MemorySource(Map.of(URI, table)), table.length)).hasSize(ROWS);
  }

  /** Fails once, at a call. */
  private static final class Failing implements SourceFiles {

    private static final long serialVersionUID = 1L;

    private final MemorySource files;
    private int left;

    Failing(MemorySource files, int call) {
      this.files = files;
      this.left = call;
    }

    @Override
    public List<SourceFile> list(String pattern) {
      return files.list(pattern);
    }

    @Override
    public String any(String pattern) {
      return files.any(pattern);
    }

    @Override
    public InputStream open(String uri) throws IOException {
      return files.open(uri);
    }

    @Override
    public byte[] read(String uri) throws IOException {
      return files.read(uri);
    }

    @Override
    public byte[] read(String uri, long position, int length) throws IOException {
      if (--left == 0) {
        throw new IOException("Connection reset");
      }
      return files.read(uri, position, length);
    }
  }
}
