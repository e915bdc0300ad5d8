package io.catwalk.pipeline.ingest.source;

import io.catwalk.pipeline.CatwalkException;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

/**
 * The head of an IDX file of unsigned bytes.
 *
 * @param sizes one a dimension: images have count, rows, columns; labels have count
 */
record IdxHeader(List<Integer> sizes) {

  private static final int UNSIGNED_BYTE = 0x08;

  /**
   * @param dimensions 3 for images, 1 for labels
   * @param path for messages
   */
  static IdxHeader read(DataInputStream in, int dimensions, String path) throws IOException {
    int magic;
    try {
      magic = in.readInt();
    } catch (EOFException e) {
      throw tooLittle(path, "ends within its header", e);
    }
    int expected = UNSIGNED_BYTE << 8 | dimensions;
    if (magic >>> 8 != UNSIGNED_BYTE) {
      throw CatwalkException.data(
          String.format(
              Locale.ROOT,
              "%s has the magic number 0x%08x, expected 0x%08x (IDX, unsigned bytes)",
              path,
              magic,
              expected));
    }
    if (magic != expected) {
      throw CatwalkException.data(
          String.format(
              Locale.ROOT, "%s has %d dimensions, expected %d", path, magic & 0xff, dimensions));
    }
    try {
      Integer[] sizes = new Integer[dimensions];
      for (int i = 0; i < dimensions; i++) {
        sizes[i] = in.readInt();
        if (sizes[i] < 0 || i > 0 && (sizes[i] == 0 || sizes[i] > 65_535)) {
          throw CatwalkException.data(
              String.format(
                  Locale.ROOT, "%s says that dimension %d has the size %d", path, i + 1, sizes[i]));
        }
      }
      return new IdxHeader(List.of(sizes));
    } catch (EOFException e) {
      throw tooLittle(path, "ends within its header", e);
    }
  }

  int count() {
    return sizes.get(0);
  }

  /** Bytes of the header itself. */
  int length() {
    return 4 + 4 * sizes.size();
  }

  /** Bytes that must follow the header. */
  long payload() {
    return sizes.stream().mapToLong(Integer::longValue).reduce(1, Math::multiplyExact);
  }

  static CatwalkException tooLittle(String path, String found, Exception cause) {
    return CatwalkException.data(path + " holds too little data: it " + found, cause);
  }
}
