package io.catwalk.pipeline.ingest.format;

/**
 * Reads a WebP's first chunk (RFC 9649) and compares the length that RIFF promises with the bytes
 * that are there.
 */
final class WebpHeader {

  private static final int ALPHA = 0x10;

  private WebpHeader() {}

  static ImageHeader read(Bytes bytes) throws BadImageException {
    long riff = bytes.u32(4, true);
    bytes.require(8, riff);
    String chunk = bytes.ascii(12, 4);
    switch (chunk) {
      case "VP8 ":
        return header(bytes.u16(26, true) & 0x3fff, bytes.u16(28, true) & 0x3fff, false);
      case "VP8L":
        long sizes = bytes.u32(21, true);
        return header(
            (int) (sizes & 0x3fff) + 1, (int) (sizes >> 14 & 0x3fff) + 1, (sizes >> 28 & 1) == 1);
      case "VP8X":
        return new ImageHeader(
            ImageHeader.Format.WEBP,
            u24(bytes, 24) + 1,
            u24(bytes, 27) + 1,
            WebpExif.orientation(bytes, 8 + riff),
            (bytes.u8(20) & ALPHA) != 0);
      default:
        throw BadImageException.corrupt("WebP chunk '" + chunk + "'");
    }
  }

  private static ImageHeader header(int width, int height, boolean alpha) {
    return new ImageHeader(ImageHeader.Format.WEBP, width, height, ExifOrientation.UPRIGHT, alpha);
  }

  private static int u24(Bytes bytes, int at) throws BadImageException {
    return bytes.u16(at, true) | bytes.u8(at + 2) << 16;
  }

  /** Looks through an extended WebP's chunks for Exif data (RFC 9649, 2.7.1.5). */
  private static final class WebpExif {

    private static final int FIRST_CHUNK = 12;
    private static final int CHUNK_HEADER = 8;

    private WebpExif() {}

    /**
     * @param end behind the last byte that RIFF counts
     * @return 1 to 8, upright where nothing is said
     */
    static int orientation(Bytes bytes, long end) throws BadImageException {
      for (long at = FIRST_CHUNK; at + CHUNK_HEADER <= end; ) {
        long length = bytes.u32((int) at + 4, true);
        long data = at + CHUNK_HEADER;
        if (bytes.has((int) at, "EXIF")) {
          long last = Math.min(end, data + length);
          return ExifOrientation.known(ExifOrientation.read(bytes, (int) data, (int) last));
        }
        at = data + length + (length & 1); // chunks begin at even places
      }
      return ExifOrientation.UPRIGHT;
    }
  }
}
