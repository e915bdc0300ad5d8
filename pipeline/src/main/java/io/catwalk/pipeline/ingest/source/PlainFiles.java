package io.catwalk.pipeline.ingest.source;

import io.catwalk.pipeline.ingest.entry.Container;
import io.catwalk.pipeline.ingest.entry.EntryReader;
import io.catwalk.pipeline.ingest.entry.SourceEntry;
import io.catwalk.pipeline.storage.SourceFiles;
import java.io.IOException;
import java.io.InputStream;

/** Files that lie in folders, each on its own: an entry's name is its URI. */
public record PlainFiles() implements Container {

  @Override
  public String origin(SourceEntry entry) {
    return entry.name();
  }

  @Override
  public EntryReader open(SourceFiles files) {
    return new EntryReader() {
      @Override
      public InputStream stream(SourceEntry entry) throws IOException {
        return files.open(entry.name());
      }

      @Override
      public byte[] read(SourceEntry entry) throws IOException {
        return files.read(entry.name());
      }
    };
  }
}
