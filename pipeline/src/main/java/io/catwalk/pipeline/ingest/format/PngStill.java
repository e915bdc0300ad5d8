package io.catwalk.pipeline.ingest.format;

import java.io.ByteArrayOutputStream;

/**
 * What of a PNG makes its pixels: the critical chunks and the transparency. A decoder is handed
 * nothing else, so that gamma, colour profiles, texts, orientation and the further pictures of an
 * animation can neither change the pixels nor be a way in.
 */
public final class PngStill {

  private static final int SIGNATURE = 8;
  private static final int CHUNK_FRAME = 12;
  private static final int GREY = 0;

  private PngStill() {}

  /**
   * @param file a whole PNG
   * @return the same array where there is nothing to leave out
   */
  public static byte[] of(byte[] file) throws BadImageException {
    Bytes bytes = new Bytes(file);
    ByteArrayOutputStream still = new ByteArrayOutputStream(file.length);
    still.write(file, 0, SIGNATURE);
    int at = SIGNATURE;
    String type;
    do {
      int size = Math.toIntExact(bytes.u32(at, false) + CHUNK_FRAME);
      type = bytes.ascii(at + 4, 4);
      if (makesPixels(type)) {
        still.write(file, at, size);
      }
      at += size;
    } while (!type.equals("IEND"));
    return still.size() == file.length ? file : still.toByteArray();
  }

  static boolean makesPixels(String type) {
    return Character.isUpperCase(type.charAt(0)) || type.equals("tRNS");
  }

  /**
   * The grey that stands for transparent, as it comes out of a decoder that widens to 8 or 16 bits.
   *
   * @return -1 where there is none: the image is of another kind, or all of it is opaque
   */
  public static int transparentGrey(byte[] still) throws BadImageException {
    Bytes bytes = new Bytes(still);
    int depth = bytes.u8(24);
    if (bytes.u8(25) != GREY) {
      return -1;
    }
    int at = SIGNATURE;
    while (!bytes.has(at + 4, "IEND")) {
      int length = (int) bytes.u32(at, false);
      if (bytes.has(at + 4, "tRNS") && length >= 2) {
        int value = bytes.u16(at + 8, false) & (1 << depth) - 1;
        return depth < 8 ? value * (255 / ((1 << depth) - 1)) : value;
      }
      at += length + CHUNK_FRAME;
    }
    return -1;
  }
}
