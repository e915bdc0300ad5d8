package io.catwalk.pipeline.ingest.webp;

import java.nio.charset.StandardCharsets;
import java.util.zip.DataFormatException;

/** Walks the chunks of a WebP that is no animation. */
public final class WebpFile {

  private static final int FIRST_CHUNK = 12;
  private static final int CHUNK_HEADER = 8;
  private static final int FRAME_HEADER = 10;

  /** Of both formats of images; only a canvas may be larger. */
  private static final int LONGEST_SIDE = 16_384;

  private final byte[] data;
  private final int width;
  private final int height;

  private WebpFile(byte[] data, int width, int height) {
    this.data = data;
    this.width = width;
    this.height = height;
  }

  /**
   * Looks through all that a native decoder would take for granted.
   *
   * @param data the file, of which RIFF's and the first chunk's headers are there
   * @param width by its first chunk
   * @param height by its first chunk
   * @throws DataFormatException in one line, when a chunk does not fit, another size is found
   *     within, or lossless data breaks a rule
   */
  public static void check(byte[] data, int width, int height) throws DataFormatException {
    new WebpFile(data, width, height).check();
  }

  private void check() throws DataFormatException {
    if (width > LONGEST_SIDE || height > LONGEST_SIDE) {
      throw new DataFormatException("WebP image of " + width + "×" + height + " pixels");
    }
    long riff = CHUNK_HEADER + u32(4);
    int end = (int) Math.min(data.length, riff);
    boolean image = false;
    for (long at = FIRST_CHUNK; at + CHUNK_HEADER <= end && !image; ) {
      int from = (int) at + CHUNK_HEADER;
      long length = u32((int) at + 4);
      if (from + length > end) {
        throw new DataFormatException(
            "WebP chunk of " + length + " bytes at byte " + at + " of " + end);
      }
      image = chunk(type((int) at), from, (int) (from + length));
      at = from + length + (length & 1);
    }
    if (!image) {
      throw new DataFormatException("WebP without an image");
    }
  }

  private String type(int at) {
    return new String(data, at, 4, StandardCharsets.ISO_8859_1);
  }

  /**
   * @return whether it is the image, behind which nothing is decoded
   */
  private boolean chunk(String type, int from, int end) throws DataFormatException {
    switch (type) {
      case "VP8L" -> LosslessStream.checkWhole(data, from, end, width, height);
      case "VP8 " -> frame(from, end);
      case "ALPH" -> alpha(from, end);
      case "ANIM", "ANMF" -> throw new DataFormatException("WebP with frames of an animation");
      default -> {}
    }
    return type.startsWith("VP8") && !type.equals("VP8X");
  }

  /** RFC 6386, 9.1. */
  private void frame(int from, int end) throws DataFormatException {
    if (end - from < FRAME_HEADER) {
      throw new DataFormatException("WebP frame of " + (end - from) + " bytes");
    }
    int tag = u8(from) | u8(from + 1) << 8 | u8(from + 2) << 16;
    boolean key = (tag & 1) == 0;
    boolean shown = (tag >> 4 & 1) == 1;
    boolean start = u8(from + 3) == 0x9d && u8(from + 4) == 0x01 && u8(from + 5) == 0x2a;
    if (!key || !shown || !start || (tag >> 1 & 7) > 3) {
      throw new DataFormatException("WebP frame that is no key frame");
    }
    int ownWidth = u16(from + 6) & 0x3fff;
    int ownHeight = u16(from + 8) & 0x3fff;
    if (ownWidth != width || ownHeight != height) {
      throw new DataFormatException(
          "WebP says " + width + "×" + height + ", its frame " + ownWidth + "×" + ownHeight);
    }
    if (tag >> 5 > end - from - FRAME_HEADER) {
      throw new DataFormatException("WebP frame with a first part beyond its end");
    }
  }

  private void alpha(int from, int end) throws DataFormatException {
    if (from == end) {
      throw new DataFormatException("WebP alpha channel of 0 bytes");
    }
    int method = u8(from) & 3;
    if (method == 0 && end - from - 1 < (long) width * height) {
      throw new DataFormatException("WebP alpha channel of " + (end - from - 1) + " bytes");
    }
    if (method == 1) {
      LosslessStream.checkBare(data, from + 1, end, width, height);
    }
    if (method > 1) {
      throw new DataFormatException("WebP alpha channel of method " + method);
    }
  }

  private int u8(int at) {
    return data[at] & 0xff;
  }

  private int u16(int at) {
    return u8(at) | u8(at + 1) << 8;
  }

  private long u32(int at) {
    return u16(at) | (long) u16(at + 2) << 16;
  }
}
