package io.catwalk.pipeline.ingest;

import java.io.ByteArrayOutputStream;
import java.util.HashMap;
import java.util.Map;

/** Writes GIFs of 256 greys. */
public final class GifEncoder {

  private static final int COLOURS = 256;
  private static final int MOST = 4096;

  private final ByteArrayOutputStream file = new ByteArrayOutputStream();
  private final ByteArrayOutputStream data = new ByteArrayOutputStream();
  private final boolean clears;
  private final int firstBits;
  private final int clear;
  private final int width;
  private final int height;
  private final Map<Integer, Integer> codes = new HashMap<>();
  private int next;
  private int size;
  private long buffer;
  private int bits;

  /**
   * @param firstBits of the codes that are colours, 8 or more
   * @param clears the table of codes, when it is full
   */
  public GifEncoder(int width, int height, int firstBits, boolean clears) {
    this.width = width;
    this.height = height;
    this.clears = clears;
    this.firstBits = firstBits;
    this.clear = 1 << firstBits;
    begin();
  }

  private void begin() {
    codes.clear();
    next = clear + 2;
    size = firstBits + 1;
  }

  public byte[] encode(byte[] indexes) {
    file.writeBytes(new byte[] {'G', 'I', 'F', '8', '9', 'a'});
    u16(width);
    u16(height);
    file.writeBytes(new byte[] {(byte) 0xf7, 0, 0});
    for (int i = 0; i < 3 * COLOURS; i++) {
      file.write(i / 3);
    }
    file.write(0x2c);
    file.writeBytes(new byte[4]);
    u16(width);
    u16(height);
    file.write(0);
    file.write(firstBits);
    put(clear);
    codes(indexes);
    put(clear + 1);
    put(0); // the last bits
    byte[] all = data.toByteArray();
    for (int at = 0; at < all.length; at += 255) {
      int length = Math.min(255, all.length - at);
      file.write(length);
      file.write(all, at, length);
    }
    file.write(0);
    file.write(0x3b);
    return file.toByteArray();
  }

  private void codes(byte[] indexes) {
    int run = indexes[0] & 255;
    for (int i = 1; i < indexes.length; i++) {
      int index = indexes[i] & 255;
      Integer longer = codes.get(run << 8 | index);
      if (longer != null) {
        run = longer;
        continue;
      }
      put(run);
      if (next < MOST) {
        codes.put(run << 8 | index, next++);
      } else if (clears) {
        put(clear);
        begin();
      }
      run = index;
    }
    put(run);
  }

  /** Readers know a code later than writers, and take longer codes one later. */
  private void put(int code) {
    buffer |= (long) code << bits;
    bits += size;
    while (bits >= 8) {
      data.write((int) buffer);
      buffer >>>= 8;
      bits -= 8;
    }
    if (next == 1 << size && size < 12) {
      size++;
    }
  }

  private void u16(int value) {
    file.write(value);
    file.write(value >> 8);
  }
}
