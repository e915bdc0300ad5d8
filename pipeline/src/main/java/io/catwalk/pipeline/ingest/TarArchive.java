package io.catwalk.pipeline.ingest;

import io.catwalk.pipeline.storage.SourceFiles;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarFile;

/** An uncompressed tar: once the headers are read, every entry is a range of its bytes. */
record TarArchive(String uri, long length) implements Archive {

  @Override
  public String origin(SourceEntry entry) {
    return uri;
  }

  @Override
  public List<SourceEntry> list(SourceFiles files) throws IOException {
    List<SourceEntry> entries = new ArrayList<>();
    try (TarFile tar = new TarFile(new SeekableSource(files, uri, length))) {
      for (TarArchiveEntry entry : tar.getEntries()) {
        String path = Archive.path(entry.getName());
        if (entry.isFile() && !Archive.hidden(path)) {
          entries.add(
              new SourceEntry(path, entry.getName(), entry.getDataOffset(), entry.getSize()));
        }
      }
    }
    return entries;
  }

  @Override
  public EntryReader open(SourceFiles files) {
    return new EntryReader() {
      @Override
      public InputStream stream(SourceEntry entry) throws IOException {
        return new SourceRange(files, uri, entry.position(), entry.length());
      }

      @Override
      public byte[] read(SourceEntry entry) throws IOException {
        return files.read(uri, entry.position(), Math.toIntExact(entry.length()));
      }
    };
  }
}
