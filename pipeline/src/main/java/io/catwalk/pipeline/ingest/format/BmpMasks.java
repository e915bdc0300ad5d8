package io.catwalk.pipeline.ingest.format;

/**
 * Which bits of a bitmap's pixel are which colour.
 *
 * @param alpha 0 where all is opaque
 */
record BmpMasks(int red, int green, int blue, int alpha) {

  /** Headers from this size on have a mask for alpha. */
  private static final int WITH_ALPHA = 56;

  private static final int ALPHA_BEHIND_HEADER = 6;

  static BmpMasks of(Bytes bytes, BmpHeader header) throws BadImageException {
    if (header.compression() != BmpHeader.MASKED) {
      return header.bits() == 16
          ? new BmpMasks(0x7c00, 0x3e0, 0x1f, 0)
          : new BmpMasks(0xff0000, 0xff00, 0xff, 0);
    }
    int at = BmpHeader.MASKS_AT;
    boolean alpha = bytes.u32(14, true) >= WITH_ALPHA || bytes.u32(30, true) == ALPHA_BEHIND_HEADER;
    BmpMasks masks =
        new BmpMasks(
            bytes.i32(at), bytes.i32(at + 4), bytes.i32(at + 8), alpha ? bytes.i32(at + 12) : 0);
    if (!masks.makeSense()) {
      throw BadImageException.unsupported("BMP with colour masks that are empty or have gaps");
    }
    return masks;
  }

  private boolean makeSense() {
    return (red | green | blue) != 0 && whole(red) && whole(green) && whole(blue) && whole(alpha);
  }

  private static boolean whole(int mask) {
    int ones = mask == 0 ? 0 : mask >>> Integer.numberOfTrailingZeros(mask);
    return (ones & ones + 1) == 0;
  }

  /**
   * Writes blue, green and red of a pixel.
   *
   * @param clear lay it over white by its alpha
   */
  void put(int pixel, boolean clear, byte[] bgr, int at) {
    int opacity = clear ? scaled(pixel, alpha) : 255;
    bgr[at] = over(scaled(pixel, blue), opacity);
    bgr[at + 1] = over(scaled(pixel, green), opacity);
    bgr[at + 2] = over(scaled(pixel, red), opacity);
  }

  private static byte over(int value, int opacity) {
    return (byte) ((value * opacity + 255 * (255 - opacity) + 127) / 255);
  }

  /** 0 to 255 for what the mask can hold. */
  private static int scaled(int pixel, int mask) {
    if (mask == 0) {
      return 0;
    }
    int shift = Integer.numberOfTrailingZeros(mask);
    long most = Integer.toUnsignedLong(mask >>> shift);
    long value = Integer.toUnsignedLong((pixel & mask) >>> shift);
    return (int) ((value * 255 + most / 2) / most);
  }
}
