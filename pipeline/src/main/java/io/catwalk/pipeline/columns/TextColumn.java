package io.catwalk.pipeline.columns;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Texts, one after the other, as UTF-8. Of each only that is stored in which it differs from the
 * one before: what sorted paths share takes no memory. Not thread-safe while texts are added.
 */
public final class TextColumn {

  /** So many texts are read, at most, to get one. */
  private static final int BLOCK = 16;

  private static final int LOW_BITS = 7;
  private static final int MORE = 1 << LOW_BITS;

  private final List<byte[]> blocks = new ArrayList<>();
  private final ByteArrayOutputStream open = new ByteArrayOutputStream();
  private byte[] last = {};
  private int count;

  public void add(String text) {
    byte[] bytes = text.getBytes(UTF_8);
    int mismatch = Arrays.mismatch(last, bytes);
    int shared = count % BLOCK == 0 ? 0 : mismatch < 0 ? bytes.length : mismatch;
    write(shared);
    write(bytes.length - shared);
    open.write(bytes, shared, bytes.length - shared);
    last = bytes;
    count++;
    if (count % BLOCK == 0) {
      blocks.add(open.toByteArray());
      open.reset();
    }
  }

  private void write(int number) {
    int rest = number;
    while (rest >= MORE) {
      open.write(rest | MORE);
      rest >>>= LOW_BITS;
    }
    open.write(rest);
  }

  public int size() {
    return count;
  }

  /**
   * @param index 0 to size − 1
   */
  public String get(int index) {
    int block = index / BLOCK;
    Reader reader = new Reader(block < blocks.size() ? blocks.get(block) : open.toByteArray());
    for (int i = 0; i <= index % BLOCK; i++) {
      reader.next();
    }
    return reader.text();
  }

  /** Goes through the texts of a block. */
  private static final class Reader {

    private final byte[] block;
    private int at;
    private byte[] text = new byte[64];
    private int length;

    Reader(byte[] block) {
      this.block = block;
    }

    void next() {
      int shared = number();
      int rest = number();
      length = shared + rest;
      if (length > text.length) {
        text = Arrays.copyOf(text, 2 * length);
      }
      System.arraycopy(block, at, text, shared, rest);
      at += rest;
    }

    private int number() {
      int number = 0;
      for (int shift = 0; ; shift += LOW_BITS) {
        byte part = block[at++];
        number |= (part & (MORE - 1)) << shift;
        if (part >= 0) {
          return number;
        }
      }
    }

    String text() {
      return new String(text, 0, length, UTF_8);
    }
  }
}
