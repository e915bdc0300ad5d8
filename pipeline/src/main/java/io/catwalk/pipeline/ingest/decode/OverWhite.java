package io.catwalk.pipeline.ingest.decode;

/** Lays pixels with an alpha channel over white paper, as a viewer would show them. */
final class OverWhite {

  private OverWhite() {}

  /**
   * @param pixels uint8, interleaved
   * @param length how many of the values
   * @param channels 1 grey, 2 grey and alpha, 3 blue-green-red, 4 the same and alpha
   * @return blue-green-red, interleaved
   */
  static byte[] bgr(byte[] pixels, int length, int channels) {
    int n = length / channels;
    byte[] flat = new byte[3 * n];
    boolean grey = channels <= 2;
    boolean alpha = channels % 2 == 0;
    for (int i = 0, from = 0, to = 0; i < n; i++, from += channels, to += 3) {
      int opacity = alpha ? pixels[from + channels - 1] & 0xff : 255;
      for (int c = 0; c < 3; c++) {
        int value = pixels[from + (grey ? 0 : c)] & 0xff;
        flat[to + c] = (byte) ((value * opacity + 255 * (255 - opacity) + 127) / 255);
      }
    }
    return flat;
  }
}
