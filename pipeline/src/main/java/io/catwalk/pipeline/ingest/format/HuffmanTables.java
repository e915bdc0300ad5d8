package io.catwalk.pipeline.ingest.format;

import java.util.Arrays;

/**
 * The Huffman tables that a JPEG defines as it goes on (ITU-T T.81, B.2.4.2). Built tables are kept
 * from one file to the next, for most files of a source have the same. Not thread-safe.
 */
public final class HuffmanTables {

  private static final int SLOTS = 8;
  private static final int LONGEST = 16;

  private final HuffmanTable[] tables = new HuffmanTable[SLOTS];
  private final byte[][] definitions = new byte[SLOTS][];
  private final boolean[] defined = new boolean[SLOTS];

  /** A new file begins: it has defined none yet. */
  void begin() {
    Arrays.fill(defined, false);
  }

  /** Reads the content of a segment. */
  void define(Bytes bytes, int from, int end) throws BadImageException {
    int at = from;
    while (at < end) {
      int which = bytes.u8(at);
      int total = 0;
      for (int i = 0; i < LONGEST; i++) {
        total += bytes.u8(at + 1 + i);
      }
      int next = at + 1 + LONGEST + total;
      if (next > end) {
        throw BadImageException.corrupt(
            "JPEG with a Huffman table that is longer than its segment");
      }
      define(which >> 4 & 1, which & 3, Arrays.copyOfRange(bytes.data(), at + 1, next));
      at = next;
    }
  }

  /**
   * @param kind 0 for the first coefficients of blocks, 1 for the others
   * @param which 0 to 3
   * @param definition how many codes have 1 to 16 bits, then their symbols
   */
  void define(int kind, int which, byte[] definition) throws BadImageException {
    int slot = which << 1 | kind;
    if (!Arrays.equals(definition, definitions[slot])) {
      int[] counts = new int[LONGEST];
      for (int i = 0; i < LONGEST; i++) {
        counts[i] = definition[i] & 0xff;
      }
      byte[] symbols = Arrays.copyOfRange(definition, LONGEST, definition.length);
      definitions[slot] = null;
      tables[slot] = new HuffmanTable(counts, symbols, kind == 0);
      definitions[slot] = definition;
    }
    defined[slot] = true;
  }

  boolean has(int kind, int which) {
    return defined[which << 1 | kind];
  }

  HuffmanTable dc(int which) {
    return tables[which << 1];
  }

  HuffmanTable ac(int which) {
    return tables[which << 1 | 1];
  }
}
