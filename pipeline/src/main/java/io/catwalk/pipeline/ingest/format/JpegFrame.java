package io.catwalk.pipeline.ingest.format;

import java.util.Arrays;

/**
 * A baseline JPEG's tables and layout up to the data of its only scan (ITU-T T.81, annex B). Its
 * tables are kept from one file to the next, for most files of a source have the same. Not
 * thread-safe.
 */
public final class JpegFrame {

  private static final int JFIF_TRANSFORM = 1;

  private final int[][] quantisation = new int[4][];
  private final HuffmanTables tables = new HuffmanTables();

  public int width;
  public int height;
  public int components;
  public int restartInterval;

  /** Where the scan's data begins. */
  public int dataAt;

  final int[] ids = new int[3];
  public final int[] horizontal = new int[3];
  public final int[] vertical = new int[3];
  private final int[] quantisers = new int[3];
  private final int[] huffman = new int[3];

  /**
   * @return false for a file that this decoder leaves to another: progressive, of several scans,
   *     with unusual colours or sampling
   */
  public boolean read(Bytes bytes) throws BadImageException {
    Arrays.fill(quantisation, null);
    tables.begin();
    components = 0;
    restartInterval = 0;
    int at = 2;
    while (true) {
      at = JpegMarkers.next(bytes, at);
      int marker = bytes.u8(at++);
      if (marker == 0x01 || marker >= 0xd0 && marker <= 0xd8) {
        continue;
      }
      int end = at + bytes.u16(at, false);
      bytes.require(at, end - at);
      at += 2;
      boolean known = true;
      switch (marker) {
        case 0xc0, 0xc1 -> known = frame(bytes, at, end);
        case 0xc4 -> tables.define(bytes, at, end);
        case 0xdb -> quantisation(bytes, at, end);
        case 0xdd -> {
          requireEnd(at + 2, end);
          restartInterval = bytes.u16(at, false);
        }
        case 0xee -> known = !bytes.has(at, "Adobe") || bytes.u8(at + 11) == JFIF_TRANSFORM;
        case 0xda -> {
          dataAt = end;
          return end - at == 4 + 2 * components && scan(bytes, at);
        }
        default -> known = marker < 0xc0 || marker > 0xcf;
      }
      if (!known) {
        return false;
      }
      at = end;
    }
  }

  private boolean frame(Bytes bytes, int at, int end) throws BadImageException {
    height = bytes.u16(at + 1, false);
    width = bytes.u16(at + 3, false);
    int count = bytes.u8(at + 5);
    if (components != 0 || count != 1 && count != 3 || end - at < 6 + 3 * count) {
      return false;
    }
    components = count;
    for (int i = 0; i < count; i++) {
      ids[i] = bytes.u8(at + 6 + 3 * i);
      int sampling = bytes.u8(at + 7 + 3 * i);
      horizontal[i] = count == 1 ? 1 : sampling >> 4;
      vertical[i] = count == 1 ? 1 : sampling & 15;
      quantisers[i] = bytes.u8(at + 8 + 3 * i) & 3;
      boolean fits = i == 0 || horizontal[i] == 1 && vertical[i] == 1;
      if (!fits || horizontal[i] - 1 >>> 1 != 0 || vertical[i] - 1 >>> 1 != 0) {
        return false;
      }
    }
    return count == 1 || !(ids[0] == 'R' && ids[1] == 'G' && ids[2] == 'B');
  }

  private void quantisation(Bytes bytes, int from, int end) throws BadImageException {
    int at = from;
    while (at < end) {
      int which = bytes.u8(at++);
      boolean wide = which >> 4 != 0;
      int[] steps = new int[64];
      for (int i = 0; i < 64; i++) {
        steps[i] = wide ? bytes.u16(at + 2 * i, false) : bytes.u8(at + i);
      }
      quantisation[which & 3] = steps;
      at += wide ? 128 : 64;
    }
    requireEnd(at, end);
  }

  private static void requireEnd(int at, int end) throws BadImageException {
    if (at != end) {
      throw BadImageException.corrupt("JPEG segment that does not end where its content does");
    }
  }

  private boolean scan(Bytes bytes, int at) throws BadImageException {
    if (components == 0 || bytes.u8(at) != components) {
      return false;
    }
    for (int i = 0; i < components; i++) {
      int chosen = bytes.u8(at + 2 + 2 * i);
      huffman[i] = (chosen >> 4 & 3) << 4 | chosen & 3;
      boolean complete =
          tables.has(0, chosen >> 4 & 3)
              && tables.has(1, chosen & 3)
              && quantisation[quantisers[i]] != null;
      if (bytes.u8(at + 1 + 2 * i) != ids[i] || !complete) {
        return false;
      }
    }
    return true;
  }

  public HuffmanTable dc(int component) {
    return tables.dc(huffman[component] >> 4);
  }

  public HuffmanTable ac(int component) {
    return tables.ac(huffman[component] & 3);
  }

  public int[] quantisation(int component) {
    return quantisation[quantisers[component]];
  }
}
