package io.catwalk.pipeline.ingest.webp;

import java.util.zip.DataFormatException;

/**
 * Reads a lossless stream (RFC 9649, 3) up to the pixels: transforms, their images, and all prefix
 * codes.
 */
final class LosslessStream {

  static final int SIGNATURE = 0x2f;

  private static final int PREDICTOR = 0;
  private static final int COLOUR = 1;
  private static final int SUBTRACT_GREEN = 2;

  private final BitReader bits;
  private final int height;
  private int width;

  private LosslessStream(BitReader bits, int width, int height) {
    this.bits = bits;
    this.width = width;
    this.height = height;
  }

  /**
   * A stream with its own header, of exactly this size.
   *
   * @throws DataFormatException when it is another size, ends too soon or breaks a rule
   */
  static void checkWhole(byte[] data, int from, int end, int width, int height)
      throws DataFormatException {
    BitReader bits = new BitReader(data, from, end);
    if (bits.read(8) != SIGNATURE) {
      throw new DataFormatException("lossless WebP without its signature");
    }
    int ownWidth = bits.read(14) + 1;
    int ownHeight = bits.read(14) + 1;
    bits.read(1);
    if (bits.read(3) != 0) {
      throw new DataFormatException("lossless WebP of another version than 0");
    }
    if (ownWidth != width || ownHeight != height) {
      throw new DataFormatException(
          "WebP says " + width + "×" + height + ", its stream " + ownWidth + "×" + ownHeight);
    }
    new LosslessStream(bits, width, height).check();
  }

  /** A stream without a header, as it holds an alpha channel. */
  static void checkBare(byte[] data, int from, int end, int width, int height)
      throws DataFormatException {
    new LosslessStream(new BitReader(data, from, end), width, height).check();
  }

  private void check() throws DataFormatException {
    int seen = 0;
    while (bits.readFlag()) {
      int transform = bits.read(2);
      if ((seen >> transform & 1) == 1) {
        throw new DataFormatException("lossless WebP has transform " + transform + " twice");
      }
      seen |= 1 << transform;
      switch (transform) {
        case PREDICTOR, COLOUR -> block(bits.read(3) + 2);
        case SUBTRACT_GREEN -> {}
        default -> palette(bits.read(8) + 1);
      }
    }
    int cached = SubImage.cached(bits);
    int groups = bits.readFlag() ? groups(block(bits.read(3) + 2)) : 1;
    for (int i = 0; i < groups; i++) {
      PrefixGroup.read(bits, cached);
    }
  }

  private int[] block(int sizeBits) throws DataFormatException {
    return SubImage.read(bits, blocks(width, sizeBits), blocks(height, sizeBits));
  }

  private static int blocks(int length, int sizeBits) {
    return (length + (1 << sizeBits) - 1) >> sizeBits;
  }

  private void palette(int colours) throws DataFormatException {
    SubImage.read(bits, colours, 1);
    int packed = colours <= 2 ? 3 : colours <= 4 ? 2 : colours <= 16 ? 1 : 0;
    width = blocks(width, packed);
  }

  private static int groups(int[] image) {
    int most = 0;
    for (int pixel : image) {
      most = Math.max(most, pixel >> 8 & 0xffff);
    }
    return most + 1;
  }

  /**
   * The five codes that pixels are read by: one for green, lengths and the colour cache, one each
   * for red, blue, alpha and distances.
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
}
