package io.catwalk.pipeline.ingest.source;

import io.catwalk.pipeline.ingest.entry.EntryReader;
import io.catwalk.pipeline.ingest.entry.Located;
import io.catwalk.pipeline.ingest.entry.SourceEntry;
import io.catwalk.pipeline.ingest.packed.PackedEntry;
import io.catwalk.pipeline.ingest.packed.TarReader;
import io.catwalk.pipeline.storage.SourceFiles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.util.List;
import java.util.Optional;

/** An uncompressed tar: once the headers are read, every entry is a range of its bytes. */
record TarArchive(String uri, long length) implements Archive {

  @Override
  public String origin(SourceEntry entry) {
    return uri;
  }

  @Override
  public List<Located> list(SourceFiles files) throws IOException {
    PackedTree tree = new PackedTree(this);
    try (InputStream in = Channels.newInputStream(new SeekableSource(files, uri, length))) {
      TarReader tar = new TarReader(in);
      for (Optional<PackedEntry> e = tar.next(); e.isPresent(); e = tar.next()) {
        tree.add(e.get(), tar.content());
      }
    }
    return tree.located();
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
