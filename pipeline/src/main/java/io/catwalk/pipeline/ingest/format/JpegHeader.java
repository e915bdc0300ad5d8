package io.catwalk.pipeline.ingest.format;

import java.util.Locale;

/**
 * Reads a JPEG's markers up to its first scan (ITU-T T.81, annex B) and looks for the end that must
 * follow.
 */
final class JpegHeader {

  private static final int START_OF_SCAN = 0xda;
  private static final int END_OF_IMAGE = 0xd9;
  private static final int APP1 = 0xe1;

  private final Bytes bytes;
  private int width;
  private int height;
  private int orientation = ExifOrientation.UNKNOWN;

  private JpegHeader(Bytes bytes) {
    this.bytes = bytes;
  }

  static ImageHeader read(Bytes bytes) throws BadImageException {
    return new JpegHeader(bytes).parse();
  }

  private ImageHeader parse() throws BadImageException {
    int at = 2;
    while (true) {
      at = JpegMarkers.next(bytes, at);
      int marker = bytes.u8(at++);
      if (marker == END_OF_IMAGE) {
        throw BadImageException.corrupt("JPEG ends without image data");
      }
      if (marker == 0x01 || marker >= 0xd0 && marker <= 0xd8) {
        continue; // stands alone, no segment follows
      }
      if (marker < 0xc0 || marker == 0xde || marker == 0xdf || marker > 0xef && marker < 0xfe) {
        throw BadImageException.corrupt(
            String.format(Locale.ROOT, "JPEG marker 0x%02x at byte %d", marker, at - 1));
      }
      int length = bytes.u16(at, false);
      if (length < 2) {
        throw BadImageException.corrupt("JPEG segment of length " + length);
      }
      bytes.require(at, length);
      if (marker == START_OF_SCAN) {
        return atScan(at + length);
      }
      segment(marker, at + 2, at + length);
      at += length;
    }
  }

  private void segment(int marker, int from, int end) throws BadImageException {
    if (marker == APP1 && bytes.has(from, "Exif\0\0")) {
      if (orientation == ExifOrientation.UNKNOWN) { // where there are several, the first that tells
        orientation = ExifOrientation.read(bytes, from, end);
      }
    } else if (marker >= 0xc0
        && marker <= 0xcf
        && marker != 0xc4
        && marker != 0xc8
        && marker != 0xcc) {
      frame(marker, from);
    }
  }

  private void frame(int marker, int from) throws BadImageException {
    if (marker > 0xc2) {
      throw BadImageException.unsupported(
          "JPEG process " + (marker - 0xc0) + " (lossless or arithmetic)");
    }
    int precision = bytes.u8(from);
    if (precision != 8) {
      throw BadImageException.unsupported("JPEG of " + precision + " bits");
    }
    height = bytes.u16(from + 1, false);
    width = bytes.u16(from + 3, false);
  }

  /**
   * The end marker cannot stand within entropy-coded data (T.81, B.1.1.5), and thumbnails lie
   * before the scan: one that stands behind it is the image's own.
   */
  private ImageHeader atScan(int from) throws BadImageException {
    if (width == 0 || height == 0) {
      throw BadImageException.corrupt("JPEG scan without a frame of known size");
    }
    byte[] data = bytes.data();
    for (int at = data.length - 2; at >= from; at--) {
      if (data[at] == (byte) 0xff && data[at + 1] == (byte) END_OF_IMAGE) {
        return new ImageHeader(
            ImageHeader.Format.JPEG, width, height, ExifOrientation.known(orientation), false);
      }
    }
    throw BadImageException.truncated("JPEG without an end marker after " + data.length + " bytes");
  }
}
