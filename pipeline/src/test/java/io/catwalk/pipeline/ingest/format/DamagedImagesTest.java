package io.catwalk.pipeline.ingest.format;

import static org.assertj.core.api.Assertions.assertThat;

import io.catwalk.models.ImageShape;
import io.catwalk.pipeline.config.DatasetConfig.ResizeMode;
import io.catwalk.pipeline.ingest.decode.ImageDecoder;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Files as disks and downloads leave them: whatever is in them, the decoder says so and goes on to
 * the next.
 */
class DamagedImagesTest {

  private static final int VARIANTS = 1500;
  private static final ImageShape SHAPE = new ImageShape(32, 32, 3);

  @ParameterizedTest
  @ValueSource(strings = {"jpg", "png", "gif", "bmp"})
  void randomDamageIsAnImageOrABadImageAndNothingElse(String format) throws IOException {
    byte[] whole = picture(format);
    Random random = new Random(format.hashCode());
    int bad = 0;
    try (ImageDecoder decoder = new ImageDecoder(SHAPE, ResizeMode.STRETCH, 10)) {
      for (int variant = 0; variant < VARIANTS; variant++) {
        byte[] damaged = damaged(whole, random);
        try {
          assertThat(decoder.decode(damaged).values()).hasSize(SHAPE.values());
        } catch (BadImageException e) {
          bad++;
          assertThat(e.reason()).isNotNull();
          assertThat(e.getMessage()).doesNotContain("\n");
        }
      }
    }
    assertThat(bad).as("damaged files that were recognised").isPositive();
  }

  /** Some bytes changed, most often near the header; now and then cut short. */
  private static byte[] damaged(byte[] whole, Random random) {
    byte[] bytes = whole.clone();
    int changes = 1 + random.nextInt(8);
    for (int i = 0; i < changes; i++) {
      int range = random.nextBoolean() ? bytes.length : Math.min(bytes.length, 700);
      bytes[random.nextInt(range)] = (byte) random.nextInt(256);
    }
    return random.nextInt(4) == 0 ? Arrays.copyOf(bytes, random.nextInt(bytes.length)) : bytes;
  }

  private static byte[] picture(String format) throws IOException {
    BufferedImage image = new BufferedImage(300, 200, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    for (int i = 0; i < 40; i++) {
      graphics.setColor(new Color(i * 6, 255 - i * 5, i * 37 % 256));
      graphics.fillOval(i * 7, i * 41 % 180, 30 + i, 20 + i);
    }
    graphics.dispose();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    assertThat(ImageIO.write(image, format, bytes)).isTrue();
    return bytes.toByteArray();
  }
}
