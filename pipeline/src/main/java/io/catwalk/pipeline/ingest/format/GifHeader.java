package io.catwalk.pipeline.ingest.format;

import java.util.Locale;

/** Walks a GIF's blocks to the end of its first frame (GIF89a, sections 17 to 23). */
final class GifHeader {

  private static final int EXTENSION = 0x21;
  private static final int IMAGE = 0x2c;
  private static final int TRAILER = 0x3b;
  private static final int GRAPHIC_CONTROL = 0xf9;

  private GifHeader() {}

  /**
   * @return the size of the canvas, or of the first frame where that is larger
   */
  static ImageHeader read(Bytes bytes) throws BadImageException {
    return frame(bytes, firstFrame(bytes));
  }

  /** Where the descriptor of the first frame stands. */
  static int firstFrame(Bytes bytes) throws BadImageException {
    bytes.require(0, 13);
    int at = 13 + colourTable(bytes.u8(10));
    while (true) {
      int block = bytes.u8(at);
      if (block == EXTENSION) {
        at = subBlocks(bytes, at + 2);
      } else if (block == IMAGE) {
        return at;
      } else if (block == TRAILER) {
        throw BadImageException.corrupt("GIF without a frame");
      } else {
        throw BadImageException.corrupt(
            String.format(Locale.ROOT, "GIF block 0x%02x at byte %d", block, at));
      }
    }
  }

  /**
   * @param frame where its descriptor stands
   * @return the colour that stands for transparent, by the last control block before the frame; -1
   *     for none
   */
  static int transparent(Bytes bytes, int frame) throws BadImageException {
    int found = -1;
    for (int at = 13 + colourTable(bytes.u8(10)); at < frame; at = subBlocks(bytes, at + 2)) {
      if (bytes.u8(at + 1) == GRAPHIC_CONTROL && bytes.u8(at + 2) >= 4) {
        found = (bytes.u8(at + 3) & 1) != 0 ? bytes.u8(at + 6) : -1;
      }
    }
    return found;
  }

  private static ImageHeader frame(Bytes bytes, int at) throws BadImageException {
    bytes.require(at, 10);
    int frameWidth = bytes.u16(at + 5, true);
    int frameHeight = bytes.u16(at + 7, true);
    if (frameWidth == 0 || frameHeight == 0) {
      throw BadImageException.corrupt("GIF frame of " + frameWidth + "×" + frameHeight + " pixels");
    }
    subBlocks(bytes, at + 10 + colourTable(bytes.u8(at + 9)) + 1);
    int width = Math.max(bytes.u16(6, true), frameWidth);
    int height = Math.max(bytes.u16(8, true), frameHeight);
    return new ImageHeader(ImageHeader.Format.GIF, width, height, 1, true);
  }

  /** Bytes of a colour table by the flags of its owner. */
  static int colourTable(int packed) {
    return (packed & 0x80) == 0 ? 0 : 3 << ((packed & 7) + 1);
  }

  /** The place behind a chain of sub-blocks and its terminator. */
  private static int subBlocks(Bytes bytes, int from) throws BadImageException {
    int at = from;
    for (int size = bytes.u8(at); size != 0; size = bytes.u8(at)) {
      at += size + 1;
    }
    return at + 1;
  }
}
