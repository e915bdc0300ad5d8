package io.catwalk.pipeline.runs;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import org.apache.parquet.io.DelegatingSeekableInputStream;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.io.SeekableInputStream;

/** A file that is in memory already, so that Parquet needs no file system of its own. */
record BytesInputFile(byte[] content) implements InputFile {

  @Override
  public long getLength() {
    return content.length;
  }

  @Override
  public SeekableInputStream newStream() {
    return new Stream(new Cursor(content));
  }

  private static final class Cursor extends ByteArrayInputStream {

    Cursor(byte[] content) {
      super(content);
    }

    int position() {
      return pos;
    }

    void moveTo(int position) {
      pos = position;
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
      return cursor.position();
    }

    @Override
    public void seek(long position) throws IOException {
      if (position < 0 || position > cursor.position() + (long) cursor.available()) {
        throw new EOFException("position " + position + " lies outside of the file");
      }
      cursor.moveTo((int) position);
    }
  }
}
