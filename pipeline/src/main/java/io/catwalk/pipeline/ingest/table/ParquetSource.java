package io.catwalk.pipeline.ingest.table;

import io.catwalk.pipeline.storage.SourceFiles;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import org.apache.parquet.io.DelegatingSeekableInputStream;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.io.SeekableInputStream;

/**
 * A source's file as Parquet reads it: long pieces at once, short ones from a window.
 *
 * @param length of the file, in bytes
 */
record ParquetSource(SourceFiles files, String uri, long length) implements InputFile {

  private static final int WINDOW = 1 << 16;

  @Override
  public long getLength() {
    return length;
  }

  @Override
  public SeekableInputStream newStream() {
    return new Stream(new Cursor());
  }

  @Override
  public String toString() {
    return uri;
  }

  private final class Cursor extends InputStream {

    private byte[] window = new byte[0];
    private long windowStart;
    private long position;

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int from, int most) throws IOException {
      if (most == 0 || position >= length) {
        return most == 0 ? 0 : -1;
      }
      boolean inside = position >= windowStart && position < windowStart + window.length;
      if (!inside) {
        int piece = (int) Math.min(Math.max(WINDOW, most), length - position);
        window = files.read(uri, position, piece);
        windowStart = position;
        if (window.length == 0) {
          throw new EOFException("the file has changed, it ends early");
        }
      }
      int at = (int) (position - windowStart);
      int count = Math.min(most, window.length - at);
      System.arraycopy(window, at, target, from, count);
      position += count;
      return count;
    }
  }

  private static final class Stream extends DelegatingSeekableInputStream {

    private final Cursor cursor;

    Stream(Cursor cursor) {
      super(cursor);
      this.cursor = cursor;
    }

    @Override
    public long getPos() {
      return cursor.position;
    }

    @Override
    public void seek(long position) throws IOException {
      if (position < 0) {
        throw new EOFException("position " + position + " lies outside of the file");
      }
      cursor.position = position;
    }
  }
}
