package io.catwalk.pipeline.ingest;

import io.catwalk.pipeline.storage.HiddenNames;
import io.catwalk.pipeline.storage.SourceFiles;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;

/** A zip, read by its central directory: any executor reads any part of it. */
record ZipArchive(String uri, long length) implements Archive {

  @Override
  public String origin(SourceEntry entry) {
    return uri;
  }

  @Override
  public List<SourceEntry> list(SourceFiles files) throws IOException {
    List<SourceEntry> entries = new ArrayList<>();
    try (ZipFile zip = zip(files)) {
      Enumeration<ZipArchiveEntry> all = zip.getEntriesInPhysicalOrder();
      for (long position = 0; all.hasMoreElements(); position++) {
        ZipArchiveEntry entry = all.nextElement();
        String path = Archive.path(entry.getName());
        if (!entry.isDirectory() && !HiddenNames.within(path)) {
          entries.add(new SourceEntry(path, entry.getName(), position, entry.getSize()));
        }
      }
    }
    return entries;
  }

  @Override
  public EntryReader open(SourceFiles files) throws IOException {
    ZipFile zip = zip(files);
    return new EntryReader() {
      @Override
      public InputStream stream(SourceEntry entry) throws IOException {
        ZipArchiveEntry found = zip.getEntry(entry.name());
        if (found == null) {
          throw new EOFException("the archive has changed, it holds no " + entry.name());
        }
        return zip.getInputStream(found);
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
