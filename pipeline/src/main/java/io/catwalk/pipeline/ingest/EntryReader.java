package io.catwalk.pipeline.ingest;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;

/**
 * An open container. Entries are asked for in the order of their position; those that share one are
 * links to one file.
 */
interface EntryReader extends Closeable {

  /** Read an entry from its start; valid until the next one is asked for. */
  InputStream stream(SourceEntry entry) throws IOException;

  /** All bytes of an entry, of the length that the listing told. */
  default byte[] read(SourceEntry entry) throws IOException {
    try (InputStream in = stream(entry)) {
      byte[] bytes = in.readNBytes(Math.toIntExact(entry.length()));
      if (bytes.length < entry.length()) {
        throw new EOFException(
            String.format(
                Locale.ROOT, "only %d of %d bytes could be read", bytes.length, entry.length()));
      }
      return bytes;
    }
  }

  @Override
  default void close() throws IOException {}
}
