package io.catwalk.pipeline.ingest.source;

import io.catwalk.pipeline.ingest.entry.EntryReader;
import io.catwalk.pipeline.ingest.entry.Located;
import io.catwalk.pipeline.ingest.entry.SourceEntry;
import io.catwalk.pipeline.ingest.packed.PackedEntry;
import io.catwalk.pipeline.ingest.packed.PackedEntry.Kind;
import io.catwalk.pipeline.storage.SourceFiles;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;

/**
 * A zip, read by its central directory: any executor reads any part of it. An entry's position is
 * its place in the row.
 *
 * @param encoding of names that do not tell theirs, as configured; may be empty
 */
record ZipArchive(String uri, long length, String encoding) implements Archive {

  /** A path is shorter; a link's content is one. */
  private static final int LONGEST_LINK = 4096;

  @Override
  public String origin(SourceEntry entry) {
    return uri;
  }

  @Override
  public List<Located> list(SourceFiles files) throws IOException {
    PackedTree tree = new PackedTree(this);
    try (ZipFile zip = zip(files)) {
      List<ZipArchiveEntry> entries = Collections.list(zip.getEntriesInPhysicalOrder());
      ZipNames names = ZipNames.of(entries, encoding);
      for (int i = 0; i < entries.size(); i++) {
        ZipArchiveEntry entry = entries.get(i);
        tree.add(
            new PackedEntry(names.of(entry), kind(entry), link(zip, entry), entry.getSize(), i));
      }
    }
    return tree.located();
  }

  private static Kind kind(ZipArchiveEntry entry) {
    if (entry.isUnixSymlink()) {
      return Kind.SYMBOLIC_LINK;
    }
    return entry.isDirectory() ? Kind.FOLDER : Kind.FILE;
  }

  /** What a symbolic link's content names; empty for others. */
  private static String link(ZipFile zip, ZipArchiveEntry entry) throws IOException {
    if (!entry.isUnixSymlink()) {
      return "";
    }
    try (InputStream in = zip.getInputStream(entry)) {
      // Whatever length it has when it is unzipped.
      return new String(in.readNBytes(LONGEST_LINK), StandardCharsets.UTF_8);
    }
  }

  @Override
  public EntryReader open(SourceFiles files) throws IOException {
    ZipFile zip = zip(files);
    List<ZipArchiveEntry> entries = Collections.list(zip.getEntriesInPhysicalOrder());
    return new EntryReader() {
      @Override
      public InputStream stream(SourceEntry entry) throws IOException {
        int place = (int) entry.position();
        if (place >= entries.size() || entries.get(place).getSize() != entry.length()) {
          throw new EOFException("the archive has changed, it holds no " + entry.name());
        }
        ZipArchiveEntry found = entries.get(place);
        return new VerifiedStream(zip.getInputStream(found), found.getSize(), found.getCrc());
      }

      @Override
      public void close() throws IOException {
        zip.close();
      }
    };
  }

  private ZipFile zip(SourceFiles files) throws IOException {
    return new ZipFile(
        new SeekableSource(files, uri, length), uri, StandardCharsets.UTF_8.name(), true, true);
  }
}
