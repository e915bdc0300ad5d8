package io.catwalk.pipeline.ingest.format;

/**
 * One Huffman table of a JPEG (ITU-T T.81, annex C), laid out so that one look at the next bits
 * mostly tells the code, how many zeros it skips and the value that follows it.
 *
 * <p>An entry holds, from the lowest bit: 6 bits that the code and its value take, 8 bits of steps
 * in the zigzag order before the value, 4 bits of the value's size where the look did not reach it,
 * and in the upper 12 bits the value, or the size of a run's length where blocks end. 0 stands for
 * a code longer than the look.
 */
final class HuffmanTable {

  /** Bits of one look. */
  static final int LOOK = 11;

  /** Steps that lead behind any block. */
  static final int END_OF_BLOCK = 128;

  private static final int LONGEST = 16;

  /** Bits of one look that skips. */
  static final int SKIP_LOOK = 12;

  private final int[] entries = new int[1 << LOOK];

  private int[] skips = {};

  private final int[] firstCode = new int[LONGEST + 2];
  private final int[] firstIndex = new int[LONGEST + 2];
  private final byte[] symbols;
  private final boolean dc;

  /**
   * @param counts how many codes have 1 to 16 bits
   * @param symbols in the order of their codes
   * @param dc for the first coefficient of a block, whose symbols are sizes only
   */
  HuffmanTable(int[] counts, byte[] symbols, boolean dc) throws BadImageException {
    this.symbols = symbols;
    this.dc = dc;
    for (byte symbol : symbols) {
      if (dc && (symbol & 0xf0) != 0) {
        throw BadImageException.corrupt("JPEG with a Huffman table that is none");
      }
    }
    int code = 0;
    int index = 0;
    for (int length = 1; length <= LONGEST; length++) {
      firstCode[length] = code;
      firstIndex[length] = index;
      for (int i = 0; i < counts[length - 1]; i++, code++, index++) {
        if (length <= LOOK) {
          fill(code << LOOK - length, length, symbols[index] & 0xff);
        }
      }
      if (code > 1 << length) {
        throw BadImageException.corrupt("JPEG with a Huffman table that is none");
      }
      code <<= 1;
    }
    firstIndex[LONGEST + 1] = index;
  }

  /**
   * How many bits and, from the 6th bit on, how many steps in the zigzag order all the values take
   * that lie whole within the next {@link #SKIP_LOOK} bits, up to the block's end; 0 where not even
   * one does. Made when first asked for: progressive files never do.
   */
  int[] skips() {
    if (skips.length == 0) {
      skips = makeSkips();
    }
    return skips;
  }

  private int[] makeSkips() {
    int[] result = new int[1 << SKIP_LOOK];
    for (int look = 0; look < result.length; look++) {
      int bits = 0;
      int steps = 0;
      while (steps < END_OF_BLOCK) {
        int entry = entries[(look << bits & (1 << SKIP_LOOK) - 1) >>> SKIP_LOOK - LOOK];
        int length = (entry & 63) + (entry >>> 14 & 15);
        int more = (entry >>> 6 & 255) + 1;
        if (entry == 0 || bits + length > SKIP_LOOK || more < END_OF_BLOCK && steps + more > 64) {
          break;
        }
        bits += length;
        steps += more;
      }
      result[look] = steps << 6 | bits;
    }
    return result;
  }

  private void fill(int from, int length, int symbol) throws BadImageException {
    int until = from + (1 << LOOK - length);
    if (until > entries.length) {
      throw BadImageException.corrupt("JPEG with a Huffman table that is none");
    }
    int size = size(symbol);
    for (int look = from; look < until; look++) {
      if (length + size <= LOOK && size > 0) {
        int raw = look >>> LOOK - length - size & (1 << size) - 1;
        entries[look] = extend(raw, size) << 20 | symbolSteps(symbol) << 6 | length + size;
      } else {
        entries[look] = run(symbol) | size << 14 | symbolSteps(symbol) << 6 | length;
      }
    }
  }

  /**
   * What comes next.
   *
   * @param buffer the next bits, the first of them highest
   * @return 0 where there is no such code
   */
  int entry(long buffer) {
    int entry = entries[(int) (buffer >>> 64 - LOOK)];
    return entry != 0 ? entry : longCode((int) (buffer >>> 48));
  }

  /**
   * An entry without its value, for a code that one look does not cover.
   *
   * @param bits the next 16
   * @return 0 where there is no such code
   */
  private int longCode(int bits) {
    for (int length = LOOK + 1; length <= LONGEST; length++) {
      int at = (bits >>> LONGEST - length) - firstCode[length] + firstIndex[length];
      if (at < firstIndex[length + 1] && at >= firstIndex[length]) {
        int symbol = symbols[at] & 0xff;
        return run(symbol) | size(symbol) << 14 | symbolSteps(symbol) << 6 | length;
      }
    }
    return 0;
  }

  private int size(int symbol) {
    return symbol & 15;
  }

  private int symbolSteps(int symbol) {
    if (dc) {
      return 0;
    }
    return ends(symbol) ? END_OF_BLOCK : symbol >> 4;
  }

  private static boolean ends(int symbol) {
    return (symbol & 15) == 0 && symbol != 0xf0;
  }

  /** What stands in an entry's place for the value where its symbol ends blocks. */
  private int run(int symbol) {
    return !dc && ends(symbol) ? symbol >> 4 << 20 : 0;
  }

  /** Steps of an entry, at least {@link #END_OF_BLOCK} where it ends the block. */
  static int steps(int entry) {
    return entry >>> 6 & 255;
  }

  /** Whether a value that is not 0 belongs to an entry. */
  static boolean hasValue(int entry) {
    return entry >>> 14 != 0;
  }

  /** In progressive files: how many bits say for how many blocks an entry is the end. */
  static int runSize(int entry) {
    return entry >> 20;
  }

  /** The signed value that so many bits stand for (T.81, F.2.2.1). */
  static int extend(int raw, int size) {
    return raw < 1 << size - 1 ? raw - (1 << size) + 1 : raw;
  }
}
