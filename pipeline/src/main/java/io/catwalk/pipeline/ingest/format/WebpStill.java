package io.catwalk.pipeline.ingest.format;

import java.io.ByteArrayOutputStream;

/** The first picture of an animated WebP (RFC 9649, 2.7.1.1) as a file of its own. */
public final class WebpStill {

  private static final int FIRST_CHUNK = 12;
  private static final int CHUNK_HEADER = 8;
  private static final int FLAGS = 20;
  private static final int ANIMATION = 0x02;

  /** Place, size, duration and flags of a frame, before its own chunks. */
  private static final int FRAME_HEADER = 16;

  private static final int CANVAS_AT = 24;
  private static final int SIDES = 6;

  private WebpStill() {}

  /**
   * @param file whatever it is
   * @return the same array where it is no animated WebP
   * @throws BadImageException when chunks are missing, or the first frame is not all of the canvas
   */
  public static byte[] of(byte[] file) throws BadImageException {
    Bytes bytes = new Bytes(file);
    boolean extended = bytes.has(0, "RIFF") && bytes.has(8, "WEBPVP8X");
    return extended && (bytes.u8(FLAGS) & ANIMATION) != 0 ? still(bytes) : file;
  }

  private static byte[] still(Bytes bytes) throws BadImageException {
    ByteArrayOutputStream still = new ByteArrayOutputStream();
    still.write(bytes.data(), 0, FIRST_CHUNK);
    long end = CHUNK_HEADER + bytes.u32(4, true);
    bytes.require(0, end);
    boolean found = false;
    for (long at = FIRST_CHUNK; at + CHUNK_HEADER <= end; ) {
      long size = bytes.u32((int) at + 4, true);
      long next = at + CHUNK_HEADER + size + (size & 1); // chunks begin at even places
      bytes.require(at, CHUNK_HEADER + size);
      boolean isFrame = bytes.has((int) at, "ANMF");
      if (isFrame && !found) {
        found = true;
        frame(bytes, (int) at + CHUNK_HEADER, (int) size, still);
      } else if (!isFrame && !bytes.has((int) at, "ANIM")) {
        still.write(bytes.data(), (int) at, (int) (Math.min(next, end) - at));
      }
      at = next;
    }
    byte[] result = still.toByteArray();
    result[FLAGS] &= ~ANIMATION;
    for (int i = 0; i < 4; i++) {
      result[4 + i] = (byte) (result.length - CHUNK_HEADER >> 8 * i);
    }
    return result;
  }

  private static void frame(Bytes bytes, int at, int size, ByteArrayOutputStream still)
      throws BadImageException {
    bytes.require(at, FRAME_HEADER);
    for (int i = 0; i < SIDES; i++) {
      if (bytes.u8(at + i) != 0 || bytes.u8(at + SIDES + i) != bytes.u8(CANVAS_AT + i)) {
        throw BadImageException.unsupported(
            "animated WebP whose first frame is a part of the picture");
      }
    }
    still.write(bytes.data(), at + FRAME_HEADER, Math.max(0, size - FRAME_HEADER));
  }
}
