package io.catwalk.pipeline.ingest.decode;

import static org.bytedeco.opencv.global.opencv_core.CV_8U;
import static org.bytedeco.opencv.global.opencv_core.CV_8UC3;

import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.opencv.opencv_core.Mat;

/** Lays an image that has an alpha channel over white, some rows at a time. */
final class Flattening {

  /** On the heap at once, about. */
  private static final int BUFFER = 1 << 20;

  private Flattening() {}

  /**
   * @param image 8 or 16 bits; 1 channel grey, 2 grey and alpha, 3 blue-green-red, 4 the same and
   *     alpha. Becomes 8 bits of blue-green-red.
   */
  static void overWhite(Mat image) {
    int channels = image.channels();
    int bytes = image.depth() == CV_8U ? 1 : 2;
    int rowBytes = image.cols() * channels * bytes;
    byte[] row = new byte[Math.min(rowBytes, BUFFER / (channels * bytes) * channels * bytes)];
    try (Mat flat = new Mat(image.rows(), image.cols(), CV_8UC3)) {
      for (int y = 0; y < image.rows(); y++) {
        try (BytePointer from = image.ptr(y);
            BytePointer to = flat.ptr(y)) {
          for (int at = 0; at < rowBytes; at += row.length) {
            int length = Math.min(row.length, rowBytes - at);
            from.position(at).get(row, 0, length);
            int samples = bytes == 1 ? length : to8Bits(row, length);
            byte[] bgr = bgr(row, samples, channels);
            to.position(at / (channels * bytes) * 3L).put(bgr);
          }
        }
      }
      image.put(flat);
    }
  }

  /** Rounds little-endian samples of 16 bits to 8, in place. */
  private static int to8Bits(byte[] samples, int length) {
    for (int i = 0; i < length / 2; i++) {
      int value = samples[2 * i] & 0xff | (samples[2 * i + 1] & 0xff) << 8;
      samples[i] = (byte) Math.rint(value * (1 / 257.0));
    }
    return length / 2;
  }

  /**
   * Lays pixels over white paper, as a viewer would show them.
   *
   * @param pixels uint8, interleaved
   * @param length how many of the values
   * @param channels 1 grey, 2 grey and alpha, 3 blue-green-red, 4 the same and alpha
   * @return blue-green-red, interleaved
   */
  private static byte[] bgr(byte[] pixels, int length, int channels) {
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
