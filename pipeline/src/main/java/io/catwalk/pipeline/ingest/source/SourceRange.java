package io.catwalk.pipeline.ingest.source;

import io.catwalk.pipeline.storage.SourceFiles;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

/** A part of a source file as a stream, read piece by piece. Not thread-safe. */
final class SourceRange extends InputStream {

  private static final int PIECE = 1 << 20;

  private final SourceFiles files;
  private final String uri;
  private final long end;
  private long position;
  private byte[] piece = new byte[0];
  private int at;

  /**
   * @param from first byte
   * @param length in bytes
   */
  SourceRange(SourceFiles files, String uri, long from, long length) {
    this.files = files;
    this.uri = uri;
    this.position = from;
    this.end = from + length;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int from, int length) throws IOException {
    Objects.checkFromIndexSize(from, length, target.length);
    if (length == 0) {
      return 0;
    }
    if (at == piece.length) {
      if (position >= end) {
        return -1;
      }
      piece = files.read(uri, position, (int) Math.min(PIECE, end - position));
      position += piece.length;
      at = 0;
    }
    int count = Math.min(length, piece.length - at);
    System.arraycopy(piece, at, target, from, count);
    at += count;
    return count;
  }
}
