package io.catwalk.pipeline.ingest;

import io.catwalk.models.ImageShape;
import io.catwalk.pipeline.config.DatasetConfig;
import io.catwalk.pipeline.config.DatasetConfig.Corrections;
import io.catwalk.pipeline.config.DatasetConfig.ResizeMode;
import io.catwalk.pipeline.config.DatasetConfig.SourceFormat;
import io.catwalk.pipeline.config.DatasetConfig.SplitRule;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.ArchiveEntry;
import org.apache.commons.compress.archivers.ArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;

/** Small sources on disk, and the configuration that reads them. */
public final class Sources {

  private Sources() {}

  public static DatasetConfig config(Object source, SplitRule split, String splitFile) {
    return config(source, split, splitFile, 0, 16, List.of(), 50);
  }

  public static DatasetConfig config(
      Object source,
      SplitRule split,
      String splitFile,
      long limit,
      int side,
      List<String> classes,
      double budget) {
    return config(source, split, splitFile, limit, side, classes, budget, Corrections.NONE);
  }

  static DatasetConfig config(
      Object source, SplitRule split, String splitFile, Corrections corrections) {
    return config(source, split, splitFile, 0, 16, List.of(), 50, corrections);
  }

  static DatasetConfig config(
      Object source,
      SplitRule split,
      String splitFile,
      long limit,
      int side,
      List<String> classes,
      double budget,
      Corrections corrections) {
    return new DatasetConfig(
        "pets",
        source.toString(),
        SourceFormat.AUTO,
        split,
        splitFile,
        20,
        25,
        limit,
        7,
        new ImageShape(side, side, 3),
        ResizeMode.PAD,
        classes,
        budget,
        budget,
        100,
        100,
        corrections,
        "");
  }

  public static void put(Path file, byte[] content) throws IOException {
    Files.createDirectories(file.getParent());
    Files.write(file, content);
  }

  /** Folders cat and dog with {@code each} images; formats and sizes vary. */
  public static Path pets(Path folder, int each) throws IOException {
    for (int i = 0; i < each; i++) {
      String format = List.of("jpg", "png", "bmp").get(i % 3);
      put(
          folder.resolve(String.format(Locale.ROOT, "cat/%03d.%s", i, format)),
          TestImages.photo(format, 2 * i));
      put(
          folder.resolve(String.format(Locale.ROOT, "dog/%03d.%s", i, format)),
          TestImages.photo(format, 2 * i + 1));
    }
    return folder;
  }

  /**
   * @param file its ending says what it becomes: .zip, .tar, .tar.gz
   */
  public static Path pack(Path folder, Path file) throws IOException {
    Files.createDirectories(file.getParent());
    try (OutputStream out = Files.newOutputStream(file);
        OutputStream packed = file.toString().endsWith("gz") ? new GZIPOutputStream(out) : out;
        ArchiveOutputStream archive =
            file.toString().endsWith(".zip")
                ? new ZipArchiveOutputStream(packed)
                : new TarArchiveOutputStream(packed);
        Stream<Path> found = Files.walk(folder)) {
      for (Path entry : found.filter(Files::isRegularFile).sorted().toList()) {
        String name = folder.relativize(entry).toString();
        ArchiveEntry header = archive.createArchiveEntry(entry.toFile(), name);
        archive.putArchiveEntry(header);
        Files.copy(entry, archive);
        archive.closeArchiveEntry();
      }
    }
    return file;
  }

  /** An IDX file; the payload may be made not to fit. */
  public static byte[] idx(int magic, int[] sizes, byte[] payload) {
    ByteBuffer bytes = ByteBuffer.allocate(4 + 4 * sizes.length + payload.length).putInt(magic);
    for (int size : sizes) {
      bytes.putInt(size);
    }
    return bytes.put(payload).array();
  }

  public static byte[] images(int count) {
    byte[] pixels = new byte[count * 28 * 28];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) (i * 31 + i / 784);
    }
    return idx(0x803, new int[] {count, 28, 28}, pixels);
  }

  public static byte[] labels(int count) {
    byte[] labels = new byte[count];
    for (int i = 0; i < count; i++) {
      labels[i] = (byte) (i % 10);
    }
    return idx(0x801, new int[] {count}, labels);
  }

  public static byte[] gzip(byte[] content) throws IOException {
    var bytes = new java.io.ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(content);
    }
    return bytes.toByteArray();
  }

  public static Path mnist(Path folder, int train, int test) throws IOException {
    put(folder.resolve("train-images-idx3-ubyte.gz"), gzip(images(train)));
    put(folder.resolve("train-labels-idx1-ubyte.gz"), gzip(labels(train)));
    put(folder.resolve("t10k-images-idx3-ubyte"), images(test));
    put(folder.resolve("t10k-labels-idx1-ubyte"), labels(test));
    return folder;
  }
}
