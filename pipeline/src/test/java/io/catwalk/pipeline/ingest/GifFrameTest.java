package io.catwalk.pipeline.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import org.bytedeco.opencv.opencv_core.Mat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GifFrameTest {

  /** Strips of one row, of some rows that do not divide the height, of all. */
  @ParameterizedTest
  @ValueSource(ints = {1, 90 * 7, 1 << 20})
  void rowsReadInPartsMakeTheSameImage(int strip) throws BadImageException {
    BufferedImage image = new BufferedImage(90, 61, BufferedImage.TYPE_INT_ARGB);
    Graphics2D graphics = image.createGraphics();
    for (int i = 0; i < 12; i++) {
      graphics.setColor(new Color(i * 20, 255 - i * 20, i * 9));
      graphics.fillOval(i * 6, i * 4, 25, 13);
    }
    graphics.dispose();
    byte[] file = TestImages.encode(image, "gif");
    try (Mat canvas = new Mat()) {
      GifFrame.read(file, ImageHeader.read(file), canvas, strip);

      byte[] bgr = new byte[90 * 61 * 3];
      canvas.data().get(bgr);
      for (int i = 0; i < 90 * 61; i++) {
        int colour = image.getRGB(i % 90, i / 90);
        Color expected = colour >>> 24 == 0 ? Color.WHITE : new Color(colour);
        assertThat(new Color(bgr[3 * i + 2] & 0xff, bgr[3 * i + 1] & 0xff, bgr[3 * i] & 0xff))
            .isEqualTo(expected);
      }
    }
  }
}
