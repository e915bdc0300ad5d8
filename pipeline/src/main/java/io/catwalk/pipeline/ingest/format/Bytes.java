package io.catwalk.pipeline.ingest.format;

import java.nio.charset.StandardCharsets;

/**
 * Reads numbers from a file's bytes and tells of a file that ends too soon.
 *
 * @param data the whole file
 */
@SuppressWarnings(
    "ArrayRecordComponent") // A view on the caller's bytes: never compared, never kept.
public record Bytes(byte[] data) {

  int length() {
    return data.length;
  }

  /** One unsigned byte. */
  public int u8(int at) throws BadImageException {
    require(at, 1);
    return data[at] & 0xff;
  }

  int u16(int at, boolean littleEndian) throws BadImageException {
    int first = u8(at);
    int second = u8(at + 1);
    return littleEndian ? second << 8 | first : first << 8 | second;
  }

  /** Unsigned, hence a long. */
  long u32(int at, boolean littleEndian) throws BadImageException {
    long first = u16(at, littleEndian);
    long second = u16(at + 2, littleEndian);
    return littleEndian ? second << 16 | first : first << 16 | second;
  }

  /** Signed, little-endian. */
  int i32(int at) throws BadImageException {
    return (int) u32(at, true);
  }

  /** Whether the ASCII text stands there; false where the file ends before. */
  public boolean has(int at, String ascii) {
    if (at < 0 || at + ascii.length() > data.length) {
      return false;
    }
    for (int i = 0; i < ascii.length(); i++) {
      if ((data[at + i] & 0xff) != ascii.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  String ascii(int at, int length) throws BadImageException {
    require(at, length);
    return new String(data, at, length, StandardCharsets.ISO_8859_1);
  }

  /** That {@code length} bytes are there from {@code at}. */
  void require(long at, long length) throws BadImageException {
    if (at < 0 || at + length > data.length) {
      throw BadImageException.truncated(
          "the file ends after " + data.length + " bytes, at least " + (at + length) + " expected");
    }
  }
}
