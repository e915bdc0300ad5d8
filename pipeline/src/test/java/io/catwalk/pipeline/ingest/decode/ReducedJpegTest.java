package io.catwalk.pipeline.ingest.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.catwalk.models.ImageShape;
import io.catwalk.pipeline.config.DatasetConfig.ResizeMode;
import io.catwalk.pipeline.dataset.QuarantineReason;
import io.catwalk.pipeline.ingest.TestImages;
import io.catwalk.pipeline.ingest.format.BadImageException;
import io.catwalk.pipeline.ingest.format.ImageHeader;
import java.util.Arrays;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.opencv_core.Mat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReducedJpegTest {

  private static final ImageShape COLOUR = new ImageShape(32, 32, 3);
  private static final ImageShape GREY = new ImageShape(32, 32, 1);

  /** A smooth picture without any symmetry, so that no place or colour can be mistaken. */
  private static byte[] slope(int width, int height, int... parameters) {
    try (Mat image = new Mat(height, width, opencv_core.CV_8UC3);
        BytePointer data = image.data();
        BytePointer file = new BytePointer();
        IntPointer options = new IntPointer(parameters)) {
      byte[] bgr = new byte[width * height * 3];
      for (int y = 0, at = 0; y < height; y++) {
        for (int x = 0; x < width; x++) {
          bgr[at++] = (byte) (20 + 200 * x / width);
          bgr[at++] = (byte) (230 - 180 * y / height);
          bgr[at++] = (byte) (40 + 90 * x / width + 100 * y / height);
        }
      }
      data.put(bgr);
      opencv_imgcodecs.imencode(".jpg", image, file, options);
      byte[] bytes = new byte[Math.toIntExact(file.limit())];
      file.get(bytes);
      return bytes;
    }
  }

  private static byte[] reduced(byte[] file, ImageShape shape, ResizeMode mode)
      throws BadImageException {
    ImageHeader header = ImageHeader.read(file);
    ResizeGeometry geometry =
        ResizeGeometry.of(header.uprightWidth(), header.uprightHeight(), shape, mode);
    return new ReducedJpeg(shape).decode(file, header, geometry, geometry.fineReduction());
  }

  private static void assertTrueToFull(byte[] file, ImageShape shape, ResizeMode mode)
      throws BadImageException {
    byte[] found = reduced(file, shape, mode);
    try (ImageDecoder full = new ImageDecoder(shape, mode, 100, ImageDecoder.JpegScale.FULL)) {
      byte[] expected = full.decode(file).values();
      int worst = 0;
      for (int i = 0; i < expected.length; i++) {
        worst = Math.max(worst, Math.abs((found[i] & 255) - (expected[i] & 255)));
      }
      assertThat(worst).as("worst difference of a value").isLessThanOrEqualTo(6);
    }
  }

  @ParameterizedTest
  @CsvSource({"64,72", "65,103", "127,129", "200,131", "255,300", "263,401", "1000,700"})
  void staysTrueAtEveryScaleAndSize(int width, int height) throws BadImageException {
    byte[] file = slope(width, height);
    assertTrueToFull(file, COLOUR, ResizeMode.STRETCH);
    assertTrueToFull(file, GREY, ResizeMode.STRETCH);
  }

  @ParameterizedTest
  @EnumSource(ResizeMode.class)
  void staysTrueInEveryMode(ResizeMode mode) throws BadImageException {
    assertTrueToFull(slope(300, 203), COLOUR, mode);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
  void turnsEveryWay(int orientation) throws BadImageException {
    byte[] file = TestImages.oriented(slope(300, 203), orientation);
    assertTrueToFull(file, COLOUR, ResizeMode.STRETCH);
    assertTrueToFull(file, COLOUR, ResizeMode.CROP);
  }

  @Test
  void readsRestartMarkersAndNoticesAMissingOne() throws BadImageException {
    byte[] file = slope(300, 203, opencv_imgcodecs.IMWRITE_JPEG_RST_INTERVAL, 3);
    assertTrueToFull(file, COLOUR, ResizeMode.STRETCH);
    int marker = find(file, 0xd2);
    byte[] without = Arrays.copyOf(file, file.length - 2);
    System.arraycopy(file, marker + 2, without, marker, file.length - marker - 2);
    assertCorrupt(without);
  }

  @Test
  void noticesDataThatEndsInTheMiddle() {
    byte[] file = slope(300, 203);
    byte[] damaged = TestImages.with(file, file.length * 9 / 10, 0xff, 0xd9);
    assertCorrupt(damaged);
  }

  @Test
  void noticesBitsThatAreNoCode() {
    byte[] file = slope(300, 203);
    int middle = file.length * 3 / 4;
    byte[] damaged = file.clone();
    for (int at = middle; at < middle + 16; at += 2) {
      damaged[at] = (byte) 0xff;
      damaged[at + 1] = 0; // stuffed: eight ones, again and again
    }
    assertCorrupt(damaged);
  }

  @Test
  void leavesProgressiveFilesToAnother() throws BadImageException {
    byte[] file = slope(300, 203, opencv_imgcodecs.IMWRITE_JPEG_PROGRESSIVE, 1);
    assertThat(reduced(file, COLOUR, ResizeMode.STRETCH)).isNull();
  }

  private static void assertCorrupt(byte[] file) {
    assertThatThrownBy(() -> reduced(file, COLOUR, ResizeMode.STRETCH))
        .isInstanceOfSatisfying(
            BadImageException.class,
            e -> assertThat(e.reason()).isEqualTo(QuarantineReason.CORRUPT));
  }

  private static int find(byte[] file, int marker) {
    for (int i = 0; i + 1 < file.length; i++) {
      if (file[i] == -1 && (file[i + 1] & 0xff) == marker) {
        return i;
      }
    }
    throw new AssertionError("no such marker");
  }
}
