package io.catwalk.pipeline.ingest.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.catwalk.models.ImageShape;
import io.catwalk.pipeline.config.DatasetConfig.ResizeMode;
import io.catwalk.pipeline.ingest.TestImages;
import io.catwalk.pipeline.ingest.decode.ImageDecoder;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A GIF's frame makes all its pixels or is no image. */
class GifDamageTest {

  private static void decode(byte[] file) throws BadImageException {
    try (ImageDecoder decoder =
        new ImageDecoder(new ImageShape(16, 16, 3), ResizeMode.STRETCH, 100)) {
      decoder.decode(file);
    }
  }

  private static byte[] noise(int side, int colours) {
    BufferedImage image = new BufferedImage(side, side, BufferedImage.TYPE_BYTE_INDEXED);
    Random random = new Random(side);
    for (int i = 0; i < side * side; i++) {
      int grey = random.nextInt(colours) * 255 / colours;
      image.setRGB(i % side, i / side, grey * 0x10101);
    }
    return TestImages.encode(image, "gif");
  }

  /** Up to full tables of codes, which begin anew. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 16, 40, 200, 333})
  void wholeFramesPass(int side) {
    for (int colours : new int[] {1, 2, 5, 200}) {
      assertThatCode(() -> decode(noise(side, colours)))
          .as("%d colours", colours)
          .doesNotThrowAnyException();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {16, 40, 200})
  void aFrameThatEndsEarlyIsDamage(int side) throws BadImageException {
    byte[] file = noise(side, 200);
    Bytes bytes = new Bytes(file);
    int frame = GifHeader.firstFrame(bytes);
    int data = frame + 10 + GifHeader.colourTable(bytes.u8(frame + 9)) + 1;
    ByteArrayOutputStream half = new ByteArrayOutputStream();
    half.write(file, 0, data);
    int block = Math.min(file[data] & 255, file.length / 4);
    half.write(block);
    half.write(file, data + 1, block);
    half.write(0); // no more blocks
    half.write(0x3b);
    assertBad(half.toByteArray(), "ends early");
    assertBad(TestImages.with(file, frame + 7, side + 9, 0), "early");
  }

  @ParameterizedTest
  @ValueSource(ints = {16, 200})
  void codesThatMeanNothingAreDamage(int side) throws BadImageException {
    byte[] file = noise(side, 200);
    Bytes bytes = new Bytes(file);
    int frame = GifHeader.firstFrame(bytes);
    int data = frame + 10 + GifHeader.colourTable(bytes.u8(frame + 9)) + 2;
    assertBad(TestImages.with(file, data + 20, 255, 255, 255, 255), "means nothing");
    assertBad(TestImages.with(file, data - 2, 12), "codes of 12 bits");
  }

  private static void assertBad(byte[] file, String detail) {
    assertThatThrownBy(() -> decode(file))
        .isInstanceOfSatisfying(
            BadImageException.class, e -> assertThat(e.getMessage()).contains(detail));
  }
}
