package io.catwalk.pipeline.ingest.webp;

import java.util.zip.DataFormatException;

/**
 * A canonical prefix code (RFC 9649, 3.7.2). One whose lengths do not fill the code space exactly
 * is refused: decoders size their tables by the lengths, and libwebp before 1.3.2 wrote behind them
 * (CVE-2023-4863).
 */
final class PrefixCode {

  private static final int LONGEST = 15;
  private static final int[] LENGTHS_ORDER = {
    17, 18, 0, 1, 2, 3, 4, 5, 16, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15
  };
  private static final int COPY_PREVIOUS = 16;
  private static final int FEW_ZEROS = 17;
  private static final int FIRST_PREVIOUS = 8;

  private final int[] counts = new int[LONGEST + 1];
  private final int[] symbols;

  /** How many symbols have a code; a single one takes no bits. */
  private final int used;

  private PrefixCode(int[] lengths) throws DataFormatException {
    for (int length : lengths) {
      counts[length]++;
    }
    used = lengths.length - counts[0];
    counts[0] = 0;
    int open = 1;
    for (int length = 1; length <= LONGEST; length++) {
      open = 2 * open - counts[length];
      if (open < 0) {
        break;
      }
    }
    if (used == 0 || used > 1 && open != 0) {
      throw new DataFormatException(
          "lossless WebP code lengths of " + used + " symbols make no prefix code");
    }
    symbols = sorted(lengths);
  }

  private int[] sorted(int[] lengths) {
    int[] next = new int[LONGEST + 2];
    for (int length = 1; length <= LONGEST; length++) {
      next[length + 1] = next[length] + counts[length];
    }
    int[] sorted = new int[used];
    for (int symbol = 0; symbol < lengths.length; symbol++) {
      if (lengths[symbol] > 0) {
        sorted[next[lengths[symbol]]++] = symbol;
      }
    }
    return sorted;
  }

  /**
   * Reads the lengths of a code and makes it.
   *
   * @param alphabet how many symbols there are
   */
  static PrefixCode read(BitReader bits, int alphabet) throws DataFormatException {
    return new PrefixCode(bits.readFlag() ? simple(bits, alphabet) : normal(bits, alphabet));
  }

  private static int[] simple(BitReader bits, int alphabet) throws DataFormatException {
    int[] lengths = new int[alphabet];
    boolean two = bits.readFlag();
    mark(lengths, bits.read(bits.readFlag() ? 8 : 1));
    if (two) {
      mark(lengths, bits.read(8));
    }
    return lengths;
  }

  /** Symbols that the alphabet does not have are passed over, as libwebp does. */
  private static void mark(int[] lengths, int symbol) {
    if (symbol < lengths.length) {
      lengths[symbol] = 1;
    }
  }

  private static int[] normal(BitReader bits, int alphabet) throws DataFormatException {
    int[] ofLengths = new int[LENGTHS_ORDER.length];
    int given = 4 + bits.read(4);
    for (int i = 0; i < given; i++) {
      ofLengths[LENGTHS_ORDER[i]] = bits.read(3);
    }
    PrefixCode code = new PrefixCode(ofLengths);
    int left = alphabet;
    if (bits.readFlag()) {
      left = 2 + bits.read(2 + 2 * bits.read(3));
      if (left > alphabet) {
        throw new DataFormatException("lossless WebP code of " + left + " of " + alphabet);
      }
    }
    int[] lengths = new int[alphabet];
    int previous = FIRST_PREVIOUS;
    for (int at = 0; at < alphabet && left > 0; left--) {
      int length = code.next(bits);
      if (length < COPY_PREVIOUS) {
        lengths[at++] = length;
        previous = length == 0 ? previous : length;
        continue;
      }
      int repeats =
          length == COPY_PREVIOUS
              ? 3 + bits.read(2)
              : length == FEW_ZEROS ? 3 + bits.read(3) : 11 + bits.read(7);
      if (at + repeats > alphabet) {
        throw new DataFormatException("lossless WebP code lengths beyond " + alphabet);
      }
      for (int i = 0; i < repeats; i++) {
        lengths[at++] = length == COPY_PREVIOUS ? previous : 0;
      }
    }
    return lengths;
  }

  /** Reads one symbol. */
  int next(BitReader bits) throws DataFormatException {
    if (used == 1) {
      return symbols[0];
    }
    int code = 0;
    int first = 0;
    int index = 0;
    for (int length = 1; length <= LONGEST; length++) {
      code |= bits.read(1);
      if (code - first < counts[length]) {
        return symbols[index + code - first];
      }
      index += counts[length];
      first = first + counts[length] << 1;
      code <<= 1;
    }
    throw new DataFormatException("lossless WebP code of more than 15 bits");
  }
}
