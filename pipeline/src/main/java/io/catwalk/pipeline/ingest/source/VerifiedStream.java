package io.catwalk.pipeline.ingest.source;

import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;

/** Content whose last byte is handed out only where the sum of all bytes is right. */
final class VerifiedStream extends CheckedInputStream {

  private final long told;
  private long left;

  /**
   * @param length in bytes
   * @param told the content's CRC-32
   */
  VerifiedStream(InputStream in, long length, long told) {
    super(in, new CRC32());
    this.left = length;
    this.told = told;
  }

  @Override
  public int read() throws IOException {
    int value = super.read();
    check(value < 0 ? -1 : 1);
    return value;
  }

  @Override
  public int read(byte[] target, int from, int most) throws IOException {
    int count = super.read(target, from, most);
    check(count);
    return count;
  }

  private void check(int count) throws IOException {
    left -= Math.max(0, count);
    boolean ended = count < 0 || left == 0;
    if (left < 0 || ended && (left > 0 || getChecksum().getValue() != told)) {
      throw new IOException("the archive is damaged: the entry's bytes do not have its checksum");
    }
  }
}
