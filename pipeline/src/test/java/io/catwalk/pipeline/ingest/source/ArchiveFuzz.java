package io.catwalk.pipeline.ingest.source;

import io.catwalk.pipeline.fuzz.FuzzTarget;
import io.catwalk.pipeline.ingest.MemorySource;
import io.catwalk.pipeline.ingest.TestImages;
import io.catwalk.pipeline.ingest.TestTables;
import io.catwalk.pipeline.ingest.decode.LargeImages;
import io.catwalk.pipeline.ingest.entry.Container;
import io.catwalk.pipeline.ingest.entry.ContainerGroups;
import io.catwalk.pipeline.ingest.entry.EntryReader;
import io.catwalk.pipeline.ingest.entry.Located;
import io.catwalk.pipeline.ingest.entry.SourceEntry;
import io.catwalk.pipeline.ingest.format.BadImageException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;

/** Archives and tables: listed, and every entry read as a task reads it. */
public final class ArchiveFuzz {

  private static final String LONG_NAME = "dog/" + "n".repeat(120) + ".png";

  private ArchiveFuzz() {}

  public static List<FuzzTarget> targets() {
    try {
      byte[] tar = tar();
      return List.of(
          target("zip", ".zip", zip()),
          target("tar", ".tar", tar),
          target("tgz", ".tgz", gzip(tar)),
          target("parquet", ".parquet", TestTables.catsAndDogs(4)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static FuzzTarget target(String name, String ending, byte[] seed) {
    return new FuzzTarget(name, List.of(seed), bytes -> read("mem:/pets" + ending, bytes));
  }

  private static void read(String uri, byte[] bytes) throws IOException {
    MemorySource files = new MemorySource(Map.of(uri, bytes));
    SourceListing listing = SourceListing.of(files, files.list(uri), "");
    for (Map.Entry<Container, List<Located>> group :
        ContainerGroups.ofLocated(listing.located()).entrySet()) {
      try (EntryReader reader = group.getKey().open(files)) {
        for (Located located : group.getValue()) {
          entry(reader, located.entry());
        }
      } catch (IOException | IllegalArgumentException e) {
        return; // told as an unreadable image
      }
    }
  }

  private static void entry(EntryReader reader, SourceEntry entry) {
    try {
      LargeImages.requireReadable(entry.length(), 8);
      reader.readImage(entry);
    } catch (BadImageException | IOException | IllegalArgumentException e) {
      // As BatchIterator takes them.
      return;
    }
  }

  private static byte[] zip() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipArchiveOutputStream zip = new ZipArchiveOutputStream(bytes)) {
      for (String name : List.of("cat/1.png", "cat/ü.png", LONG_NAME)) {
        zip.putArchiveEntry(new ZipArchiveEntry(name));
        zip.write(TestImages.photo("png", 1));
        zip.closeArchiveEntry();
      }
    }
    return bytes.toByteArray();
  }

  private static byte[] tar() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
      tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
      tar.setAddPaxHeadersForNonAsciiNames(true);
      for (String name : List.of("cat/1.png", "cat/ü.png", LONG_NAME)) {
        byte[] content = TestImages.photo("png", 1);
        TarArchiveEntry entry = new TarArchiveEntry(name);
        entry.setSize(content.length);
        tar.putArchiveEntry(entry);
        tar.write(content);
        tar.closeArchiveEntry();
      }
    }
    return bytes.toByteArray();
  }

  private static byte[] gzip(byte[] content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(bytes)) {
      out.write(content);
    }
    return bytes.toByteArray();
  }
}
