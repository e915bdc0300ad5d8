package io.catwalk.pipeline.ingest.webp;

import io.catwalk.pipeline.ingest.webp.LosslessStream.PrefixGroup;
import java.util.HexFormat;
import java.util.zip.DataFormatException;

/**
 * Decodes the small images that a lossless stream holds before its pixels (RFC 9649, 3.6.2): what
 * follows them can only be found, and read, by them.
 */
final class SubImage {

  /**
   * Near pixels of the first 120 distance codes: rows above, and 8 less the columns to the left.
   */
  private static final byte[] NEAR =
      HexFormat.of()
          .parseHex(
              "1807171928062729161a262a38053739151b363a252b48044749141c353b"
                  + "464a242c58454b343c035759131d565a232d444c555b333d68026769121e"
                  + "666a222e545c434d656b323e78017779535d111f646c424e767a212f757b"
                  + "313f636d525e00747c414f1020626e30737d515f40727e616f50717f6070");

  private static final int CACHE_HASH = 0x1e35a7bd;

  private final BitReader bits;
  private final int width;
  private final int[] pixels;
  private int[] cache = new int[0];
  private int cacheShift;

  private SubImage(BitReader bits, int width, int height) {
    this.bits = bits;
    this.width = width;
    this.pixels = new int[width * height];
  }

  /**
   * @return alpha, red, green and blue, row by row
   */
  static int[] read(BitReader bits, int width, int height) throws DataFormatException {
    return new SubImage(bits, width, height).read();
  }

  /** How many colours the cache holds that follows; 0 for none. */
  static int cached(BitReader bits) throws DataFormatException {
    if (!bits.readFlag()) {
      return 0;
    }
    int size = bits.read(4);
    if (size < 1 || size > 11) {
      throw new DataFormatException("lossless WebP colour cache of 2^" + size);
    }
    return 1 << size;
  }

  private int[] read() throws DataFormatException {
    cache = new int[cached(bits)];
    cacheShift = cache.length == 0 ? 0 : Integer.numberOfLeadingZeros(cache.length) + 1;
    PrefixGroup group = PrefixGroup.read(bits, cache.length);
    for (int at = 0; at < pixels.length; ) {
      int symbol = group.green().next(bits);
      if (symbol < PrefixGroup.LITERALS) {
        int red = group.red().next(bits);
        int blue = group.blue().next(bits);
        int alpha = group.alpha().next(bits);
        put(at++, alpha << 24 | red << 16 | symbol << 8 | blue);
      } else if (symbol < PrefixGroup.LITERALS + PrefixGroup.LENGTHS) {
        at = copy(at, number(symbol - PrefixGroup.LITERALS), group);
      } else {
        put(at++, cache[symbol - PrefixGroup.LITERALS - PrefixGroup.LENGTHS]);
      }
    }
    return pixels;
  }

  private void put(int at, int colour) {
    pixels[at] = colour;
    if (cache.length > 0) {
      cache[CACHE_HASH * colour >>> cacheShift] = colour;
    }
  }

  private int copy(int at, int length, PrefixGroup group) throws DataFormatException {
    int distance = distance(number(group.distance().next(bits)));
    if (distance > at || length > pixels.length - at) {
      throw new DataFormatException("lossless WebP copies what is not there");
    }
    for (int i = at; i < at + length; i++) {
      put(i, pixels[i - distance]);
    }
    return at + length;
  }

  private int distance(int code) {
    if (code > NEAR.length) {
      return code - NEAR.length;
    }
    int near = NEAR[code - 1];
    return Math.max(1, (near >> 4) * width + 8 - (near & 15));
  }

  /** A length or distance, from 1: RFC 9649, 3.6.2.2. */
  private int number(int symbol) throws DataFormatException {
    if (symbol < 4) {
      return symbol + 1;
    }
    int extra = symbol - 2 >> 1;
    return (2 + (symbol & 1) << extra) + bits.read(extra) + 1;
  }
}
