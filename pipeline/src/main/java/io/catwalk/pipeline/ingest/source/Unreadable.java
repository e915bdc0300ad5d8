package io.catwalk.pipeline.ingest.source;

import io.catwalk.pipeline.ingest.entry.Container;
import io.catwalk.pipeline.ingest.entry.EntryReader;
import io.catwalk.pipeline.ingest.entry.SourceEntry;
import io.catwalk.pipeline.storage.SourceFiles;
import java.io.IOException;
import java.io.InputStream;

/**
 * Stands for what holds an entry that cannot be read, as was seen when the source was listed: the
 * entry is quarantined like any other bad image, by name and with this reason.
 *
 * <p>The entry's name is the URI of the source's file.
 *
 * @param reason as people are told it
 */
record Unreadable(String reason) implements Container {

  @Override
  public String origin(SourceEntry entry) {
    return entry.name();
  }

  @Override
  public EntryReader open(SourceFiles files) {
    return new EntryReader() {
      @Override
      public InputStream stream(SourceEntry entry) throws IOException {
        throw new IOException(reason);
      }
    };
  }
}
