package io.catwalk.pipeline.ingest.webp;

import java.util.zip.DataFormatException;

/** Reads bits, the lowest of each byte first, within a part of an array. */
final class BitReader {

  private final byte[] data;
  private final long endBit;
  private long bit;

  /**
   * @param from first byte
   * @param end behind the last byte
   */
  BitReader(byte[] data, int from, int end) {
    this.data = data;
    this.bit = 8L * from;
    this.endBit = 8L * end;
  }

  /**
   * @param count 0 to 24
   * @return the first bit lowest
   * @throws DataFormatException when there are fewer
   */
  int read(int count) throws DataFormatException {
    if (bit + count > endBit) {
      throw new DataFormatException("lossless WebP data ends too soon");
    }
    int value = 0;
    for (int i = 0; i < count; i++, bit++) {
      value |= (data[(int) (bit >> 3)] >> (bit & 7) & 1) << i;
    }
    return value;
  }

  boolean readFlag() throws DataFormatException {
    return read(1) == 1;
  }
}
