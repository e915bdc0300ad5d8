package io.catwalk.pipeline.ingest.source;

import io.catwalk.pipeline.ingest.entry.Container;
import io.catwalk.pipeline.ingest.entry.EntryReader;
import io.catwalk.pipeline.ingest.entry.SourceEntry;
import io.catwalk.pipeline.storage.SourceFiles;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/**
 * An IDX file of images: its entries are grey pixels, row by row, not image files.
 *
 * @param container what holds the file
 * @param file where in it
 * @param rows of every image
 * @param columns of every image
 */
public record IdxImages(Container container, SourceEntry file, int rows, int columns)
    implements Container {

  @Override
  public String origin(SourceEntry entry) {
    return container.origin(file);
  }

  private static final int BUFFER = 1 << 16;

  /** The file's content, unzipped where its name ends with .gz. */
  static InputStream content(EntryReader reader, SourceEntry file) throws IOException {
    InputStream in = reader.stream(file);
    return file.fileName().endsWith(".gz") ? new GZIPInputStream(in, BUFFER) : in;
  }

  @Override
  public EntryReader open(SourceFiles files) throws IOException {
    EntryReader outer = container.open(files);
    return new Reader(outer, content(outer, file));
  }

  @Override
  public Optional<Grid> pixels() {
    return Optional.of(new Grid(rows, columns));
  }

  private static final class Reader implements EntryReader {

    private final EntryReader outer;
    private final InputStream in;
    private long at;

    Reader(EntryReader outer, InputStream in) {
      this.outer = outer;
      this.in = in;
    }

    @Override
    public InputStream stream(SourceEntry entry) throws IOException {
      throw new UnsupportedOperationException("an image within an IDX file is read whole");
    }

    @Override
    public byte[] read(SourceEntry entry) throws IOException {
      in.skipNBytes(entry.position() - at);
      byte[] pixels = in.readNBytes((int) entry.length());
      if (pixels.length < entry.length()) {
        throw new EOFException("the IDX file has changed, it ends early");
      }
      at = entry.position() + entry.length();
      return pixels;
    }

    @Override
    public void close() throws IOException {
      in.close();
      outer.close();
    }
  }
}
