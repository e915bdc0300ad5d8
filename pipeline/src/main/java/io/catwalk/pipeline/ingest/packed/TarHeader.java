package io.catwalk.pipeline.ingest.packed;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A header block of the format ustar (POSIX.1-1988) or of GNU tar; of its fields those that matter
 * here.
 */
final class TarHeader {

  static final int BLOCK = 512;

  private static final int NAME_LENGTH = 100;
  private static final int SIZE = 124;
  private static final int NUMBER_LENGTH = 12;
  private static final int CHECKSUM = 148;
  private static final int CHECKSUM_LENGTH = 8;
  private static final int TYPE = 156;
  private static final int LINK = 157;
  private static final int MAGIC = 257;
  private static final int PREFIX = 345;
  private static final int PREFIX_LENGTH = 155;
  private static final int SPARSE_GOES_ON = 482;

  /** More than any storage holds; a sum with a position does not overflow. */
  private static final long MOST = 1L << 60;

  private final byte[] block;

  private TarHeader(byte[] block) {
    this.block = block;
  }

  /**
   * @param block 512 bytes
   * @param at their position, for the message
   * @throws IOException where they are no header
   */
  static TarHeader of(byte[] block, long at) throws IOException {
    TarHeader header = new TarHeader(block);
    if (!header.hasItsChecksum()) {
      throw new IOException("it is damaged: at byte " + at + " there is no header of an entry");
    }
    return header;
  }

  /** Old tars took bytes as signed. */
  private boolean hasItsChecksum() {
    long unsigned = 0;
    long signed = 0;
    for (int i = 0; i < BLOCK; i++) {
      boolean own = i >= CHECKSUM && i < CHECKSUM + CHECKSUM_LENGTH;
      unsigned += own ? ' ' : block[i] & 0xff;
      signed += own ? ' ' : block[i];
    }
    try {
      long told = octal(CHECKSUM, CHECKSUM_LENGTH);
      return told == unsigned || told == signed;
    } catch (NumberFormatException e) {
      return false;
    }
  }

  char type() {
    return (char) (block[TYPE] & 0xff);
  }

  /** Whether a table of holes follows before the content. */
  boolean sparseGoesOn() {
    return type() == 'S' && block[SPARSE_GOES_ON] != 0;
  }

  String name() throws IOException {
    String name = text(0, NAME_LENGTH);
    // GNU's own format, "ustar  ", has times at that place.
    boolean posix = new String(block, MAGIC, 6, StandardCharsets.ISO_8859_1).equals("ustar\0");
    String prefix = posix ? text(PREFIX, PREFIX_LENGTH) : "";
    return prefix.isEmpty() ? name : prefix + "/" + name;
  }

  String link() throws IOException {
    return text(LINK, NAME_LENGTH);
  }

  /** Bytes of content that follow. */
  long size() throws IOException {
    try {
      return (block[SIZE] & 0x80) == 0 ? octal(SIZE, NUMBER_LENGTH) : binary();
    } catch (NumberFormatException e) {
      throw new IOException("it is damaged: an entry's size is no number", e);
    }
  }

  /** What does not fit into octal digits: all bits after the first. */
  private long binary() {
    long value = block[SIZE] & 0x7f;
    for (int i = SIZE + 1; i < SIZE + NUMBER_LENGTH; i++) {
      value = value << 8 | block[i] & 0xff;
      if (value < 0 || value > MOST) {
        throw new NumberFormatException("more than " + MOST);
      }
    }
    return value;
  }

  private long octal(int at, int length) {
    String digits = new String(block, at, length, StandardCharsets.ISO_8859_1);
    digits = digits.substring(0, (digits + '\0').indexOf('\0')).strip();
    long value = digits.isEmpty() ? 0 : Long.parseLong(digits, 8);
    if (value < 0 || value > MOST) {
      throw new NumberFormatException("not from 0 to " + MOST);
    }
    return value;
  }

  private String text(int at, int length) throws IOException {
    return text(Arrays.copyOfRange(block, at, at + length));
  }

  /**
   * A name, up to the first NUL.
   *
   * @throws IOException where it is not UTF-8: nobody knows what it says, and two such names would
   *     look the same
   */
  static String text(byte[] bytes) throws IOException {
    int end = 0;
    while (end < bytes.length && bytes[end] != 0) {
      end++;
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, 0, end)).toString();
    } catch (CharacterCodingException e) {
      String shown = new String(bytes, 0, end, StandardCharsets.UTF_8);
      throw new IOException(
          "the name " + shown + " in it is not UTF-8: rename it, and pack the archive again", e);
    }
  }
}
