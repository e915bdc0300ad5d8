package io.catwalk.pipeline.ingest.source;

import io.catwalk.pipeline.ingest.entry.EntryReader;
import io.catwalk.pipeline.ingest.entry.Located;
import io.catwalk.pipeline.ingest.entry.SourceEntry;
import io.catwalk.pipeline.ingest.format.BadImageException;
import io.catwalk.pipeline.ingest.packed.PackedEntry;
import io.catwalk.pipeline.ingest.packed.TarReader;
import io.catwalk.pipeline.storage.SourceFiles;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/**
 * A gzipped tar, which can only be read from its start: an entry's position is that in the unzipped
 * bytes.
 */
public record TarStream(String uri) implements Archive {

  @Override
  public String origin(SourceEntry entry) {
    return uri;
  }

  private static final int BUFFER = 1 << 16;

  @Override
  public List<Located> list(SourceFiles files) throws IOException {
    PackedTree tree = new PackedTree(this);
    try (InputStream in = unzipped(files)) {
      // Reads all there is, so that gzip's checksum and length, which come last, are verified.
      TarReader tar = new TarReader(in);
      for (Optional<PackedEntry> e = tar.next(); e.isPresent(); e = tar.next()) {
        tree.add(e.get(), tar.content());
      }
    } catch (EOFException e) {
      throw new IOException("it is cut off: " + e.getMessage(), e);
    }
    return tree.located();
  }

  @Override
  public EntryReader open(SourceFiles files) throws IOException {
    return new Reader(unzipped(files));
  }

  private InputStream unzipped(SourceFiles files) throws IOException {
    return new GZIPInputStream(files.open(uri), BUFFER);
  }

  private static final class Reader implements EntryReader {

    private final InputStream in;
    private final TarReader tar;
    private long at = -1;
    private long lastAt = -1;
    private byte[] last = new byte[0];

    Reader(InputStream in) {
      this.in = in;
      this.tar = new TarReader(in);
    }

    @Override
    public InputStream stream(SourceEntry entry) throws IOException {
      while (at < entry.position()) {
        at =
            tar.next()
                .orElseThrow(() -> new EOFException("the archive has changed, it ends early"))
                .position();
      }
      if (at > entry.position()) {
        throw new IOException("the archive has changed, its entries lie elsewhere");
      }
      return tar.content();
    }

    @Override
    public byte[] read(SourceEntry entry) throws IOException {
      return isLast(entry) ? last.clone() : keep(entry, EntryReader.super.read(entry));
    }

    @Override
    public byte[] readImage(SourceEntry entry) throws IOException, BadImageException {
      return isLast(entry) ? last.clone() : keep(entry, EntryReader.super.readImage(entry));
    }

    /** Links to one file follow one another, since they have its position. */
    private boolean isLast(SourceEntry entry) {
      return lastAt == entry.position() && last.length == entry.length();
    }

    private byte[] keep(SourceEntry entry, byte[] bytes) {
      lastAt = entry.position();
      last = bytes;
      return bytes;
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }
}
