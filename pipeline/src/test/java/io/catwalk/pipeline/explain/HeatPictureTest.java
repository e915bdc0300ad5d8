package io.catwalk.pipeline.explain;

import static org.assertj.core.api.Assertions.assertThat;

import io.catwalk.models.ImageShape;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class HeatPictureTest {

  @Test
  void nothingIsTransparentAndMuchIsBrightAndDense() throws IOException {
    BufferedImage image = read(HeatPicture.of(new float[][] {{0, 0.5f, 1}}));

    assertThat(image.getWidth()).isEqualTo(3);
    assertThat(image.getRGB(0, 0) >>> 24).isZero();
    assertThat(image.getRGB(2, 0) >>> 24).isGreaterThan(image.getRGB(1, 0) >>> 24);
    assertThat(image.getRGB(2, 0) & 0xffffff).isEqualTo(0xfcffa4);
  }

  @Test
  void aThinLineOfALargeMapStaysToBeSeen() throws IOException {
    float[][] values = new float[224][224];
    values[100][7] = 1;

    BufferedImage image = read(HeatPicture.of(values));

    assertThat(image.getWidth()).isEqualTo(32);
    assertThat(image.getRGB(1, 14) & 0xffffff).isEqualTo(0xfcffa4);
  }

  @Test
  void aThumbnailShowsThePixelsAndIsSmall() throws IOException {
    byte[] pixels = new byte[3 * 200 * 100];
    java.util.Arrays.fill(pixels, 0, 200 * 100, (byte) 200);

    Thumbnail small = Thumbnail.of(new byte[] {0, (byte) 255, 10, 20}, new ImageShape(2, 2, 1));
    Thumbnail red = Thumbnail.of(pixels, new ImageShape(200, 100, 3));

    assertThat(read(small.file()).getRaster().getPixel(1, 0, new int[1])).containsExactly(255);
    assertThat(new int[] {red.width(), red.height()}).containsExactly(32, 64);
    assertThat(read(red.file()).getRGB(16, 32) & 0xffffff).isEqualTo(0xc80000);
  }

  private static BufferedImage read(byte[] file) throws IOException {
    return ImageIO.read(new ByteArrayInputStream(file));
  }
}
