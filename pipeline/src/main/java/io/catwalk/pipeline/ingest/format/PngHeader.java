package io.catwalk.pipeline.ingest.format;

import java.util.zip.CRC32;

/**
 * Walks a PNG's chunks to its end, checking the sums that the format has for that (ISO/IEC 15948,
 * clause 5).
 */
final class PngHeader {

  private static final int GREY_ALPHA = 4;
  private static final int COLOUR_ALPHA = 6;

  private final Bytes bytes;
  private boolean transparent;
  private int orientation = ExifOrientation.UNKNOWN;

  private PngHeader(Bytes bytes) {
    this.bytes = bytes;
  }

  static ImageHeader read(Bytes bytes) throws BadImageException {
    return new PngHeader(bytes).parse();
  }

  private ImageHeader parse() throws BadImageException {
    bytes.require(0, 8);
    if (!bytes.has(4, "\r\n\u001a\n")) {
      throw BadImageException.corrupt("PNG signature damaged, as by a transfer in text mode");
    }
    bytes.require(8, 25);
    if (!bytes.has(12, "IHDR")) {
      throw BadImageException.corrupt("PNG does not begin with IHDR");
    }
    long width = bytes.u32(16, false);
    long height = bytes.u32(20, false);
    if (width > Integer.MAX_VALUE || height > Integer.MAX_VALUE) {
      throw BadImageException.corrupt("PNG header says " + width + "×" + height + " pixels");
    }
    int colour = bytes.u8(25);
    walk();
    boolean alpha = colour == GREY_ALPHA || colour == COLOUR_ALPHA || transparent;
    return new ImageHeader(
        ImageHeader.Format.PNG,
        (int) width,
        (int) height,
        ExifOrientation.known(orientation),
        alpha);
  }

  private void walk() throws BadImageException {
    boolean data = false;
    for (long at = 8; ; ) {
      bytes.require(at, 12);
      int chunk = (int) at;
      long length = bytes.u32(chunk, false);
      bytes.require(at, length + 12);
      String type = bytes.ascii(chunk + 4, 4);
      checkSum(chunk, (int) length, type);
      transparent |= type.equals("tRNS");
      if (type.equals("eXIf") && orientation == ExifOrientation.UNKNOWN) {
        orientation = ExifOrientation.read(bytes, chunk + 8, chunk + 8 + (int) length);
      }
      data |= type.equals("IDAT");
      if (type.equals("IEND")) {
        if (!data) {
          throw BadImageException.corrupt("PNG without image data");
        }
        return;
      }
      at += length + 12;
    }
  }

  private void checkSum(int chunk, int length, String type) throws BadImageException {
    if (!PngStill.makesPixels(type) && !type.equals("eXIf")) {
      return; // what does not show may be damaged, the image still stands
    }
    CRC32 sum = new CRC32();
    sum.update(bytes.data(), chunk + 4, length + 4);
    if (sum.getValue() != bytes.u32(chunk + 8 + length, false)) {
      throw BadImageException.corrupt("PNG chunk " + type + " at byte " + chunk + " fails its CRC");
    }
  }
}
