package io.catwalk.pipeline.ingest;

import io.catwalk.pipeline.storage.HiddenNames;
import io.catwalk.pipeline.storage.SourceFiles;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/**
 * A gzipped tar, which can only be read from its start: an entry's position is its place in the
 * row.
 */
record TarStream(String uri) implements Archive {

  @Override
  public String origin(SourceEntry entry) {
    return uri;
  }

  private static final int BUFFER = 1 << 16;

  @Override
  public List<SourceEntry> list(SourceFiles files) throws IOException {
    List<SourceEntry> entries = new ArrayList<>();
    try (TarArchiveInputStream tar = tar(files)) {
      long position = 0;
      for (TarArchiveEntry e = tar.getNextTarEntry(); e != null; e = tar.getNextTarEntry()) {
        String path = Archive.path(e.getName());
        if (e.isFile() && !HiddenNames.within(path)) {
          entries.add(new SourceEntry(path, e.getName(), position, e.getSize()));
        }
        position++;
      }
    }
    return entries;
  }

  @Override
  public EntryReader open(SourceFiles files) throws IOException {
    return new Reader(tar(files));
  }

  private TarArchiveInputStream tar(SourceFiles files) throws IOException {
    return new TarArchiveInputStream(
        new BufferedInputStream(new GZIPInputStream(files.open(uri), BUFFER), BUFFER));
  }

  private static final class Reader implements EntryReader {

    private final TarArchiveInputStream tar;
    private long next;

    Reader(TarArchiveInputStream tar) {
      this.tar = tar;
    }

    @Override
    public InputStream stream(SourceEntry entry) throws IOException {
      while (next <= entry.position()) {
        if (tar.getNextTarEntry() == null) {
          throw new EOFException("the archive has changed, it ends after " + next + " entries");
        }
        next++;
      }
      return new FilterInputStream(tar) {
        @Override
        public void close() {
          // the archive goes on after this entry
        }
      };
    }

    @Override
    public void close() throws IOException {
      tar.close();
    }
  }
}
