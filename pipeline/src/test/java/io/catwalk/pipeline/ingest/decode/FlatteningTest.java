package io.catwalk.pipeline.ingest.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bytedeco.opencv.global.opencv_core.CV_16UC;
import static org.bytedeco.opencv.global.opencv_core.CV_8UC;
import static org.bytedeco.opencv.global.opencv_core.CV_8UC3;

import java.util.Random;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.opencv.opencv_core.Mat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FlatteningTest {

  @ParameterizedTest
  @CsvSource({"1,4", "1,2", "2,4", "2,2", "2,3"})
  void everyValueIsLaidOverWhite(int bytes, int channels) {
    int width = 700;
    int height = 400;
    byte[] samples = new byte[width * height * channels * bytes];
    new Random(bytes * 10 + channels).nextBytes(samples);
    int type = bytes == 1 ? CV_8UC(channels) : CV_16UC(channels);
    try (BytePointer data = new BytePointer(samples);
        Mat image = new Mat(height, width, type, data)) {
      Flattening.overWhite(image);

      assertThat(image.type()).isEqualTo(CV_8UC3);
      byte[] flat = new byte[width * height * 3];
      image.data().get(flat);
      for (int i = 0; i < flat.length; i++) {
        int pixel = i / 3;
        int at = pixel * channels + (channels <= 2 ? 0 : i % 3);
        double alpha =
            channels % 2 == 1 ? 1 : value(samples, pixel * channels + channels - 1, bytes) / 255;
        double expected = value(samples, at, bytes) * alpha + 255 * (1 - alpha);
        double rounding = bytes == 1 ? 1 : 1.5; // first to 8 bits, then by the weights
        assertThat((double) (flat[i] & 0xff))
            .as("value %d", i)
            .isBetween(expected - rounding, expected + rounding);
      }
    }
  }

  /** 0 to 255. */
  private static double value(byte[] samples, int at, int bytes) {
    return bytes == 1
        ? samples[at] & 0xff
        : ((samples[2 * at] & 0xff) | (samples[2 * at + 1] & 0xff) << 8) / 257.0;
  }
}
