package io.catwalk.pipeline.ingest.source;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.catwalk.pipeline.CatwalkException;
import io.catwalk.pipeline.ingest.Sources;
import io.catwalk.pipeline.ingest.entry.ContainerGroups;
import io.catwalk.pipeline.ingest.entry.EntryReader;
import io.catwalk.pipeline.ingest.entry.Located;
import io.catwalk.pipeline.ingest.entry.SourceEntry;
import io.catwalk.pipeline.ingest.packed.TarBlocks;
import io.catwalk.pipeline.storage.HadoopStorage;
import io.catwalk.pipeline.storage.SourceFiles;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What archives hold, and what is told of those that are damaged or strange. */
class ArchivesTest {

  private final SourceFiles files = HadoopStorage.with(Map.of()).sources();
  @TempDir private Path folder;

  private SourceListing listing(Path archive, String encoding) {
    return SourceListing.of(files, files.list(archive.toString()), encoding);
  }

  /** Path → content, or the reason why there is none. */
  private Map<String, String> read(Path archive, String encoding) {
    SourceListing listing = listing(archive, encoding);
    Map<String, String> read = new TreeMap<>();
    ContainerGroups.ofLocated(listing.located())
        .forEach(
            (container, entries) -> {
              try (EntryReader reader = container.open(files)) {
                for (Located located : entries) {
                  read.put(located.entry().path(), content(reader, located.entry()));
                }
              } catch (IOException e) {
                throw new AssertionError(e);
              }
            });
    return read;
  }

  private static String content(EntryReader reader, SourceEntry entry) {
    try {
      return new String(reader.read(entry), UTF_8);
    } catch (IOException e) {
      return e.getMessage();
    }
  }

  private Path write(String name, byte[] bytes) throws IOException {
    return Files.write(folder.resolve(name), name.endsWith("gz") ? Sources.gzip(bytes) : bytes);
  }

  @ParameterizedTest
  @ValueSource(strings = {"x.tar", "x.tar.gz"})
  void linksInATarAreWhatTheyLeadTo(String name) throws IOException {
    byte[] none = new byte[0];
    byte[] tar =
        new TarBlocks()
            .entry('2', "early.jpg", "cat/1.jpg", none)
            .file("cat/1.jpg", "one")
            .file("cat/2.jpg", "two")
            .entry('1', "cat/3.jpg", "cat/1.jpg", none)
            .entry('2', "dog/4.jpg", "../cat/2.jpg", none)
            .entry('2', "dog/5.jpg", "4.jpg", none)
            .entry('2', "cow", "cat", none)
            .entry('2', "dog/gone.jpg", "../cat/9.jpg", none)
            .entry('2', "dog/round.jpg", "round.jpg", none)
            .entry('2', "dog/etc.jpg", "/etc/passwd", none)
            .entry('1', "dog/lost.jpg", "cat/9.jpg", none)
            .entry('6', "dog/pipe.jpg", "", none)
            .entry('S', "dog/holes.jpg", "", none)
            .file("../../up.jpg", "up")
            .file("cat/../cat/./6.jpg", "six")
            .ended();

    Map<String, String> expected = new TreeMap<>();
    expected.put("early.jpg", "one");
    expected.put("cat/1.jpg", "one");
    expected.put("cat/2.jpg", "two");
    expected.put("cat/3.jpg", "one");
    expected.put("cat/6.jpg", "six");
    expected.put("cow/1.jpg", "one");
    expected.put("cow/2.jpg", "two");
    expected.put("cow/3.jpg", "one");
    expected.put("cow/6.jpg", "six");
    expected.put("dog/4.jpg", "two");
    expected.put("dog/5.jpg", "two");
    expected.put(
        "dog/gone.jpg", "a symbolic link to ../cat/9.jpg, which is no file of the archive");
    expected.put("dog/round.jpg", "a symbolic link to round.jpg, which is no file of the archive");
    expected.put("dog/etc.jpg", "a symbolic link to /etc/passwd, which is no file of the archive");
    expected.put(
        "dog/lost.jpg", "a hard link to cat/9.jpg, which is no file before it in the archive");
    expected.put("dog/pipe.jpg", "neither a file nor a folder");
    expected.put("dog/holes.jpg", "a file with holes; pack it again without tar's option --sparse");
    expected.put("up.jpg", "its name, ../../up.jpg, leads out of the archive");
    assertThat(read(write(name, tar), "")).isEqualTo(expected);
  }

  /** As GNU tar writes them. */
  @ParameterizedTest
  @CsvSource({"gnu, x.tar", "pax, x.tgz", "ustar, x.tar", "v7, x.tar"})
  void readsWhatTarWrites(String format, String name) throws IOException, InterruptedException {
    Path source = folder.resolve("source");
    Map<String, String> expected = new TreeMap<>();
    if (!format.equals("v7")) {
      expected.put("cat/" + "d".repeat(90) + "/0.jpg", "deep");
    }
    expected.put("cat/1.jpg", "one");
    for (Map.Entry<String, String> file : expected.entrySet()) {
      Sources.put(source.resolve(file.getKey()), file.getValue().getBytes(UTF_8));
    }
    Files.createLink(source.resolve("cat/2.jpg"), source.resolve("cat/1.jpg"));
    Files.createSymbolicLink(source.resolve("cat/3.jpg"), Path.of("2.jpg"));
    expected.put("cat/2.jpg", "one");
    expected.put("cat/3.jpg", "one");
    Path tar = folder.resolve(name);
    Process process =
        new ProcessBuilder(
                "tar", "-caf", tar.toString(), "--format=" + format, "-C", source.toString(), ".")
            .inheritIO()
            .start();
    assertThat(process.waitFor()).isZero();

    assertThat(read(tar, "")).isEqualTo(expected);
  }

  @Test
  void aCutOrChangedGzipIsTold() throws IOException {
    byte[] packed = Sources.gzip(new TarBlocks().file("cat/1.jpg", "one").ended());
    for (int less : new int[] {1, 8, 9, 30}) {
      Path cut =
          Files.write(folder.resolve("cut.tgz"), Arrays.copyOf(packed, packed.length - less));
      assertTold(cut, "cut off");
    }
    packed[packed.length - 5] ^= 1;
    assertTold(Files.write(folder.resolve("changed.tgz"), packed), "Corrupt GZIP trailer");
  }

  private void assertTold(Path archive, String reason) {
    assertThatThrownBy(() -> listing(archive, ""))
        .isInstanceOf(CatwalkException.class)
        .hasMessageStartingWith("Cannot read file:" + archive + ": ")
        .hasMessageContaining(reason);
  }

  private Path zip(Charset charset, Map<String, String> entries) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes, charset)) {
      zip.setMethod(ZipOutputStream.DEFLATED);
      for (Map.Entry<String, String> entry : entries.entrySet()) {
        zip.putNextEntry(new ZipEntry(entry.getKey()));
        zip.write(entry.getValue().getBytes(UTF_8));
        zip.closeEntry();
      }
    }
    return Files.write(folder.resolve("x.zip"), bytes.toByteArray());
  }

  @Test
  void everyByteOfAZipIsVerified() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      ZipEntry entry = new ZipEntry("cat/1.jpg");
      entry.setMethod(ZipEntry.STORED);
      entry.setSize(3);
      java.util.zip.CRC32 sum = new java.util.zip.CRC32();
      sum.update("one".getBytes(UTF_8));
      entry.setCrc(sum.getValue());
      zip.putNextEntry(entry);
      zip.write("one".getBytes(UTF_8));
    }
    byte[] file = bytes.toByteArray();
    int at = new String(file, java.nio.charset.StandardCharsets.ISO_8859_1).indexOf("one");
    file[at + 1] = 0;

    assertThat(read(Files.write(folder.resolve("zeroed.zip"), file), ""))
        .isEqualTo(
            Map.of(
                "cat/1.jpg", "the archive is damaged: the entry's bytes do not have its checksum"));
  }

  @ParameterizedTest
  @CsvSource({"GBK, 猫, 狗", "Shift_JIS, ネコ, イヌ", "IBM437, Kätzchen, Hündchen"})
  void namesOfOldEncodingsNeedToBeToldTheirs(String encoding, String one, String other)
      throws IOException {
    Map<String, String> entries = new LinkedHashMap<>();
    entries.put(one + "/1.jpg", "one");
    entries.put(other + "/1.jpg", "other");
    Path zip = zip(Charset.forName(encoding), entries);

    assertThat(read(zip, encoding)).isEqualTo(new TreeMap<>(entries));
    assertThatThrownBy(() -> listing(zip, ""))
        .isInstanceOf(CatwalkException.class)
        .hasMessageContaining("set data.zip-encoding to it")
        .hasMessageMatching("(?s).*(" + one + "|" + other + ")/1.jpg in " + encoding + ".*");
  }

  @Test
  void namesThatSayTheirEncodingNeedNoSetting() throws IOException {
    Map<String, String> entries = Map.of("猫/1.jpg", "one", "狗/1.jpg", "other");

    assertThat(read(zip(UTF_8, entries), "")).isEqualTo(new TreeMap<>(entries));
    assertThat(read(zip(UTF_8, entries), "GBK")).isEqualTo(new TreeMap<>(entries));
  }

  @Test
  void anArchiveInsideAnArchiveIsTold() throws IOException {
    Path zip = zip(UTF_8, Map.of("cat/1.jpg", "one", "dog.tar.gz", "x", "more/cow.ZIP", "x"));

    assertThat(listing(zip, "").remarks())
        .containsExactly(
            "dog.tar.gz and 1 more are not read: archives inside archives; unpack them");
  }

  @Test
  void linksInAZipAreWhatTheyLeadTo() throws IOException {
    Path zip = folder.resolve("links.zip");
    try (var out =
        new org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream(zip.toFile())) {
      for (String name : java.util.List.of("cat/1.jpg", "dog/2.jpg", "dog/3.jpg")) {
        var entry = new org.apache.commons.compress.archivers.zip.ZipArchiveEntry(name);
        boolean link = !name.startsWith("cat");
        entry.setUnixMode(link ? 0120777 : 0100644);
        out.putArchiveEntry(entry);
        out.write((link ? name.contains("2") ? "../cat/1.jpg" : "gone" : "one").getBytes(UTF_8));
        out.closeArchiveEntry();
      }
    }

    assertThat(read(zip, ""))
        .isEqualTo(
            Map.of(
                "cat/1.jpg",
                "one",
                "dog/2.jpg",
                "one",
                "dog/3.jpg",
                "a symbolic link to gone, which is no file of the archive"));
  }

  @Test
  void theLastEntryOfANameCounts() throws IOException {
    byte[] none = new byte[0];
    byte[] tar =
        new TarBlocks()
            .file("cat/1.jpg", "old")
            .file("cat/2.jpg", "old")
            .file("cat/1.jpg", "new")
            .entry('2', "cat/2.jpg", "gone", none)
            .ended();

    assertThat(read(write("x.tar", tar), ""))
        .isEqualTo(
            Map.of(
                "cat/1.jpg",
                "new",
                "cat/2.jpg",
                "a symbolic link to gone, which is no file of the archive"));
  }

  /** Of 4 MB, which could hold a hundred million files. */
  @Test
  void linksToFoldersHaveAnEnd() throws IOException {
    TarBlocks tar = new TarBlocks();
    for (int i = 0; i < 2000; i++) {
      tar.file("cat/" + i + ".jpg", "x");
    }
    for (int i = 0; i < 2000; i++) {
      tar.entry('2', "link" + i, "cat", new byte[0]);
    }

    SourceListing listing = listing(write("x.tar", tar.ended()), "");

    assertThat(listing.located()).hasSizeBetween(1_000_000, 1_010_000);
    assertThat(listing.remarks())
        .singleElement()
        .asString()
        .endsWith("not read: one of so many links to folders that they hold over a million files");
  }
}
