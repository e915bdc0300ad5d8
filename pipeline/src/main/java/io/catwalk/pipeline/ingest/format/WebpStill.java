package io.catwalk.pipeline.ingest.format;

import java.io.ByteArrayOutputStream;

/** The first picture of an animated WebP (RFC 9649, 2.7.1.1) as a file of its own. */
public final class WebpStill {

  /** What RIFF does not count. */
  private static final int RIFF_HEADER = 8;

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
    still.write(bytes.data(), 0, WebpChunk.FIRST);
    int end = WebpChunk.riffEnd(bytes);
    boolean found = false;
    for (long at = WebpChunk.FIRST; WebpChunk.begins(at, end); ) {
      WebpChunk chunk = WebpChunk.read(bytes, (int) at, end);
      boolean isFrame = bytes.has(chunk.at(), "ANMF");
      if (isFrame && !found) {
        found = true;
        frame(bytes, chunk, still);
      } else if (!isFrame && !bytes.has(chunk.at(), "ANIM")) {
        still.write(bytes.data(), chunk.at(), (int) Math.min(chunk.next(), end) - chunk.at());
      }
      at = chunk.next();
    }
    byte[] result = still.toByteArray();
    result[FLAGS] &= ~ANIMATION;
    for (int i = 0; i < 4; i++) {
      result[4 + i] = (byte) (result.length - RIFF_HEADER >> 8 * i);
    }
    return result;
  }

  private static void frame(Bytes bytes, WebpChunk chunk, ByteArrayOutputStream still)
      throws BadImageException {
    int at = chunk.data();
    bytes.require(at, FRAME_HEADER);
    for (int i = 0; i < SIDES; i++) {
      if (bytes.u8(at + i) != 0 || bytes.u8(at + SIDES + i) != bytes.u8(CANVAS_AT + i)) {
        throw BadImageException.unsupported(
            "animated WebP whose first frame is a part of the picture");
      }
    }
    int own = at + FRAME_HEADER;
    still.write(bytes.data(), own, Math.max(0, chunk.end() - own));
  }
}
