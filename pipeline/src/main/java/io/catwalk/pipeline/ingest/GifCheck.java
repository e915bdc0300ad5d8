package io.catwalk.pipeline.ingest;

/**
 * Follows the codes of a GIF's first frame (GIF89a, appendix F) without making pixels of them.
 * Java's reader leaves the rest of a frame as it is where its data ends or makes no sense.
 */
final class GifCheck {

  private static final int MOST_CODES = 4096;

  private final Bytes bytes;

  /** How many pixels each code stands for. */
  private final int[] lengths = new int[MOST_CODES];

  private int at;
  private int blockEnd;
  private int buffer;
  private int bits;

  private GifCheck(Bytes bytes, int from) {
    this.bytes = bytes;
    this.at = from;
    this.blockEnd = from;
  }

  /**
   * @param file a GIF whose blocks are all there
   * @throws BadImageException when the frame's data does not make all its pixels
   */
  static void check(byte[] file) throws BadImageException {
    Bytes bytes = new Bytes(file);
    int frame = GifHeader.firstFrame(bytes);
    long pixels = (long) bytes.u16(frame + 5, true) * bytes.u16(frame + 7, true);
    int data = frame + 10 + GifHeader.colourTable(bytes.u8(frame + 9));
    int size = bytes.u8(data);
    if (size < 1 || size > 11) {
      throw BadImageException.corrupt("GIF with codes of " + size + " bits");
    }
    new GifCheck(bytes, data + 1).follow(size, pixels);
  }

  private void follow(int size, long pixels) throws BadImageException {
    int clear = 1 << size;
    for (int code = 0; code < clear; code++) {
      lengths[code] = 1;
    }
    int next = clear + 2;
    int width = size + 1;
    int previous = 0; // pixels of the code before; 0 where there is none
    for (long left = pixels; left > 0; ) {
      int code = code(width);
      if (code == clear) {
        next = clear + 2;
        width = size + 1;
        previous = 0;
        continue;
      }
      if (code == clear + 1) {
        throw BadImageException.truncated("GIF frame ends " + left + " pixels early");
      }
      boolean grows = previous > 0 && next < MOST_CODES;
      if (grows) {
        lengths[next++] = previous + 1;
      }
      if (code >= next) {
        throw BadImageException.corrupt(
            "GIF code " + code + " before byte " + at + " means nothing");
      }
      previous = lengths[code];
      left -= previous;
      if (next == 1 << width && width < 12) {
        width++;
      }
    }
  }

  private int code(int width) throws BadImageException {
    while (bits < width) {
      if (at == blockEnd) {
        int size = bytes.u8(at++);
        if (size == 0) {
          throw BadImageException.truncated("GIF frame's data ends early");
        }
        blockEnd = at + size;
      }
      buffer |= bytes.u8(at++) << bits;
      bits += 8;
    }
    int code = buffer & (1 << width) - 1;
    buffer >>>= width;
    bits -= width;
    return code;
  }
}
