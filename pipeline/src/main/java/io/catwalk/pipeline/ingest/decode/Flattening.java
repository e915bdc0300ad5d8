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
            byte[] bgr = OverWhite.bgr(row, samples, channels);
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
}
