package io.catwalk.pipeline.ingest.format;

/**
 * Reads a WebP's first chunk (RFC 9649) and compares the length that RIFF promises with the bytes
 * that are there.
 */
final class WebpHeader {

  private static final int ALPHA = 0x10;

  private WebpHeader() {}

  static ImageHeader read(Bytes bytes) throws BadImageException {
    int end = WebpChunk.riffEnd(bytes);
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
            orientation(bytes, end),
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
  private static int orientation(Bytes bytes, int end) throws BadImageException {
    for (long at = WebpChunk.FIRST; WebpChunk.begins(at, end); ) {
      WebpChunk chunk = WebpChunk.read(bytes, (int) at, end);
      if (bytes.has(chunk.at(), "EXIF")) {
        return ExifOrientation.known(ExifOrientation.read(bytes, chunk.data(), chunk.end()));
      }
      at = chunk.next();
    }
    return ExifOrientation.UPRIGHT;
  }
}
