package io.catwalk.pipeline.ingest.webp;

import java.util.zip.DataFormatException;

/**
 * The five codes that pixels are read by: one for green, lengths and the colour cache, one each for
 * red, blue, alpha and distances.
 */
record PrefixGroup(
    PrefixCode green, PrefixCode red, PrefixCode blue, PrefixCode alpha, PrefixCode distance) {

  static final int LITERALS = 256;
  static final int LENGTHS = 24;
  private static final int DISTANCES = 40;

  /**
   * @param cached colours in the cache
   */
  static PrefixGroup read(BitReader bits, int cached) throws DataFormatException {
    return new PrefixGroup(
        PrefixCode.read(bits, LITERALS + LENGTHS + cached),
        PrefixCode.read(bits, LITERALS),
        PrefixCode.read(bits, LITERALS),
        PrefixCode.read(bits, LITERALS),
        PrefixCode.read(bits, DISTANCES));
  }
}
