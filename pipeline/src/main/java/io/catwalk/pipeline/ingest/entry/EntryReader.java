package io.catwalk.pipeline.ingest.entry;

import io.catwalk.pipeline.ingest.format.BadImageException;
import io.catwalk.pipeline.ingest.format.ImageHeader;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Locale;

/**
 * An open container. Entries are asked for in the order of their position; those that share one are
 * links to one file.
 */
public interface EntryReader extends Closeable {

  /** From this length on a file's first bytes are looked at before the others are read. */
  int LONG_FILE = 1 << 20;

  int SIGNATURE = 16;

  /** Read an entry from its start; valid until the next one is asked for. */
  InputStream stream(SourceEntry entry) throws IOException;

  /** All bytes of an entry, of the length that the listing told. */
  default byte[] read(SourceEntry entry) throws IOException {
    try (InputStream in = stream(entry)) {
      byte[] bytes = in.readNBytes(Math.toIntExact(entry.length()));
      if (bytes.length < entry.length()) {
        throw early(bytes.length, entry.length());
      }
      return bytes;
    }
  }

  /**
   * As {@link #read}, of what shall be an image: whether it begins like one is seen before the rest
   * of it takes memory.
   *
   * @throws BadImageException when it does not
   */
  default byte[] readImage(SourceEntry entry) throws IOException, BadImageException {
    int length = Math.toIntExact(entry.length());
    if (length < LONG_FILE) {
      return read(entry);
    }
    try (InputStream in = stream(entry)) {
      byte[] start = in.readNBytes(SIGNATURE);
      ImageHeader.requireSignature(start);
      byte[] bytes = Arrays.copyOf(start, length);
      int read = start.length + in.readNBytes(bytes, start.length, length - start.length);
      if (read < length) {
        throw early(read, length);
      }
      return bytes;
    }
  }

  private static EOFException early(int read, long length) {
    return new EOFException(
        String.format(Locale.ROOT, "only %d of %d bytes could be read", read, length));
  }

  @Override
  default void close() throws IOException {}
}
