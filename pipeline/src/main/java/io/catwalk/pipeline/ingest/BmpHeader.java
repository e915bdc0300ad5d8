package io.catwalk.pipeline.ingest;

/**
 * Reads a Windows or OS/2 bitmap's header and compares the rows that it promises with the bytes
 * that are there.
 */
final class BmpHeader {

  private static final int OS2_HEADER = 12;
  private static final int UNCOMPRESSED = 0;
  private static final int BIT_FIELDS = 3;
  private static final int JPEG_INSIDE = 4;

  private BmpHeader() {}

  static ImageHeader read(Bytes bytes) throws BadImageException {
    long header = bytes.u32(14, true);
    long width;
    long height;
    int bits;
    long compression = UNCOMPRESSED;
    if (header == OS2_HEADER) {
      width = bytes.u16(18, true);
      height = bytes.u16(20, true);
      bits = bytes.u16(24, true);
    } else if (header >= 40 && header <= 256) {
      width = bytes.i32(18);
      height = Math.abs((long) bytes.i32(22)); // negative: the top row comes first
      bits = bytes.u16(28, true);
      compression = bytes.u32(30, true);
    } else {
      // Two letters are a weak magic number: what does not go on as a bitmap is none.
      throw new BadImageException(
          QuarantineReason.NOT_AN_IMAGE, "begins with BM and has no bitmap header");
    }
    if (width < 1 || height < 1 || height > Integer.MAX_VALUE) {
      throw BadImageException.corrupt("BMP header says " + width + "×" + height + " pixels");
    }
    if (compression >= JPEG_INSIDE) {
      throw BadImageException.unsupported("BMP compression " + compression);
    }
    if (compression == UNCOMPRESSED || compression == BIT_FIELDS) {
      long row = (width * bits + 31) / 32 * 4;
      requireRows(bytes, row, height);
    }
    return new ImageHeader(ImageHeader.Format.BMP, (int) width, (int) height, 1, false);
  }

  private static void requireRows(Bytes bytes, long row, long height) throws BadImageException {
    long offset = bytes.u32(10, true);
    // Some writers leave out the padding of the last row.
    long expected = offset + row * height - 3;
    if (row < 1L << 34 && expected > bytes.length()) {
      throw BadImageException.truncated(
          "BMP ends after " + bytes.length() + " bytes, at least " + expected + " expected");
    }
  }
}
