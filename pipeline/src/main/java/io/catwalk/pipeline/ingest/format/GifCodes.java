package io.catwalk.pipeline.ingest.format;

/**
 * Follows the codes of a GIF's frame (GIF89a, appendix F). Nothing is made up: data that ends early
 * or makes no sense is told.
 */
final class GifCodes {

  /** Takes a frame's pixels in the order in which they are stored. */
  @FunctionalInterface
  interface Pixels {
    /**
     * @param index of the pixel's colour, 0 to 255
     */
    void next(int index);
  }

  private static final int MOST = 4096;
  private static final int LONGEST = 12;

  /** The first codes may have more bits than these need. */
  private static final int COLOURS = 256;

  private final Bytes bytes;

  /** A code stands for what another stands for, and one pixel more. */
  private final short[] prefixes = new short[MOST];

  private final byte[] lasts = new byte[MOST];
  private final byte[] firsts = new byte[MOST];

  /** How many pixels each code stands for. */
  private final int[] lengths = new int[MOST];

  private final byte[] run = new byte[MOST];

  private int at;
  private int blockEnd;
  private int buffer;
  private int bits;

  private GifCodes(Bytes bytes, int from) {
    this.bytes = bytes;
    this.at = from;
    this.blockEnd = from;
  }

  /**
   * @param from where the frame's data begins, with the size of its first codes
   * @param pixels of the frame
   * @param to is given as many
   * @throws BadImageException when the data does not make all of them
   */
  static void follow(Bytes bytes, int from, long pixels, Pixels to) throws BadImageException {
    int size = bytes.u8(from);
    if (size < 1 || size >= LONGEST) {
      throw BadImageException.corrupt("GIF with codes of " + size + " bits");
    }
    new GifCodes(bytes, from + 1).follow(size, pixels, to);
  }

  private void follow(int size, long pixels, Pixels to) throws BadImageException {
    int clear = 1 << size;
    for (int code = 0; code < clear; code++) {
      lengths[code] = 1;
      firsts[code] = (byte) code;
      lasts[code] = (byte) code;
    }
    int next = clear + 2;
    int width = size + 1;
    int previous = -1;
    for (long left = pixels; left > 0; ) {
      int code = code(width);
      if (code == clear) {
        next = clear + 2;
        width = size + 1;
        previous = -1;
        continue;
      }
      if (code == clear + 1) {
        throw BadImageException.truncated("GIF frame ends " + left + " pixels early");
      }
      // A full table stays as it is until it is cleared.
      boolean grows = previous >= 0 && next < MOST;
      boolean isColour = code < Math.min(clear, COLOURS);
      boolean isRun = previous >= 0 && code > clear && code < (grows ? next + 1 : next);
      if (!isColour && !isRun) {
        throw BadImageException.corrupt(
            "GIF code " + code + " before byte " + at + " means nothing");
      }
      if (grows) {
        prefixes[next] = (short) previous;
        firsts[next] = firsts[previous];
        lasts[next] = code == next ? firsts[previous] : firsts[code];
        lengths[next] = lengths[previous] + 1;
        next++;
      }
      left -= give(code, (int) Math.min(left, lengths[code]), to);
      previous = code;
      if (next == 1 << width && width < LONGEST) {
        width++;
      }
    }
  }

  /** Behind its last pixel a frame may hold anything. */
  private int give(int code, int wanted, Pixels to) {
    int step = code;
    for (int i = lengths[code] - 1; i >= 0; i--) {
      run[i] = lasts[step];
      step = prefixes[step];
    }
    for (int i = 0; i < wanted; i++) {
      to.next(run[i] & 0xff);
    }
    return wanted;
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
