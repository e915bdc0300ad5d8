package io.catwalk.pipeline.ingest.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.catwalk.models.ImageShape;
import io.catwalk.pipeline.config.DatasetConfig.ResizeMode;
import io.catwalk.pipeline.dataset.QuarantineReason;
import io.catwalk.pipeline.ingest.NativeImages;
import io.catwalk.pipeline.ingest.TestImages;
import io.catwalk.pipeline.ingest.decode.ImageDecoder;
import java.awt.image.BufferedImage;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.opencv.imgcodecs.Imgcodecs;

class WebpStillTest {

  private static final int WIDTH = 40;
  private static final int HEIGHT = 30;

  private static byte[] still(int quality, int type) {
    BufferedImage image = NativeImages.slope(WIDTH, HEIGHT, type);
    return NativeImages.encode(image, ".webp", Imgcodecs.IMWRITE_WEBP_QUALITY, quality);
  }

  /** The chunks of a file that holds nothing but an image. */
  private static byte[] chunks(byte[] still) {
    byte[] chunks = new byte[still.length - 12];
    System.arraycopy(still, 12, chunks, 0, chunks.length);
    return chunks;
  }

  /** Two frames of which the first begins at twice {@code place} and has the size given. */
  private static byte[] animation(byte[] first, byte[] second, int place, int width, int height) {
    ByteBuffer file = ByteBuffer.allocate(20_000).order(ByteOrder.LITTLE_ENDIAN);
    chunk(file, "RIFF", 0).put(ascii("WEBP"));
    chunk(file, "VP8X", 10).putInt(0x12);
    u24(u24(file, WIDTH - 1), HEIGHT - 1);
    chunk(file, "ANIM", 6).putInt(-1).putShort((short) 0);
    for (byte[] frame : new byte[][] {first, second}) {
      chunk(file, "ANMF", 16 + frame.length);
      boolean isFirst = frame == first;
      u24(u24(file, isFirst ? place : 0), 0);
      u24(u24(file, (isFirst ? width : WIDTH) - 1), (isFirst ? height : HEIGHT) - 1);
      u24(file, 100).put((byte) 0).put(frame);
    }
    byte[] bytes = new byte[file.position()];
    file.putInt(4, bytes.length - 8).get(0, bytes);
    return bytes;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static ByteBuffer chunk(ByteBuffer file, String type, int size) {
    return file.put(ascii(type)).putInt(size);
  }

  private static ByteBuffer u24(ByteBuffer file, int value) {
    return file.putShort((short) value).put((byte) (value >> 16));
  }

  private static byte[] decode(byte[] file) throws BadImageException {
    try (ImageDecoder decoder =
        new ImageDecoder(new ImageShape(HEIGHT, WIDTH, 3), ResizeMode.STRETCH, 1)) {
      return decoder.decode(file).values();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "101," + BufferedImage.TYPE_INT_RGB,
    "101," + BufferedImage.TYPE_INT_ARGB,
    "80," + BufferedImage.TYPE_INT_RGB
  })
  void anAnimationIsItsFirstPicture(int quality, int type) throws BadImageException {
    byte[] first = still(quality, type);
    byte[] second = still(20, BufferedImage.TYPE_INT_RGB);

    byte[] animated = animation(chunks(first), chunks(second), 0, WIDTH, HEIGHT);

    assertThat(decode(animated)).isEqualTo(decode(first));
    assertThat(decode(animated)).isNotEqualTo(decode(second));
  }

  @ParameterizedTest
  @CsvSource({"1,40,30", "0,39,30", "0,40,29"})
  void aFirstPictureThatIsNotTheWholeIsTold(int place, int width, int height) {
    byte[] frame = chunks(still(101, BufferedImage.TYPE_INT_RGB));

    assertThatThrownBy(() -> decode(animation(frame, frame, place, width, height)))
        .isInstanceOfSatisfying(
            BadImageException.class,
            e -> assertThat(e.reason()).isEqualTo(QuarantineReason.UNSUPPORTED))
        .hasMessage("animated WebP whose first frame is a part of the picture");
  }

  @Test
  void anAnimationThatIsCutIsTold() {
    byte[] frame = chunks(still(101, BufferedImage.TYPE_INT_RGB));
    byte[] file = animation(frame, frame, 0, WIDTH, HEIGHT);
    for (int length = 16; length < file.length; length += 7) {
      byte[] cut = TestImages.cut(file, (double) length / file.length);
      assertThatThrownBy(() -> decode(cut)).isInstanceOf(BadImageException.class);
    }
  }

  @Test
  void whatIsNoAnimationStaysAsItIs() throws BadImageException {
    byte[] file = still(101, BufferedImage.TYPE_INT_ARGB);

    assertThat(WebpStill.of(file)).isSameAs(file);
    assertThat(WebpStill.of(new byte[0])).isEmpty();
  }
}
