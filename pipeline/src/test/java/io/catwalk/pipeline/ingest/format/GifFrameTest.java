package io.catwalk.pipeline.ingest.format;

import static org.assertj.core.api.Assertions.assertThat;

import io.catwalk.pipeline.ingest.GifEncoder;
import io.catwalk.pipeline.ingest.TestImages;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.Random;
import javax.imageio.ImageWriteParam;
import org.bytedeco.opencv.opencv_core.Mat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GifFrameTest {

  private static final int COLOURS = 256;

  private static byte[] decode(byte[] file) throws BadImageException {
    ImageHeader header = ImageHeader.read(file);
    try (Mat canvas = new Mat()) {
      GifFrame.read(file, header, canvas);
      byte[] bgr = new byte[header.width() * header.height() * 3];
      canvas.data().get(bgr);
      return bgr;
    }
  }

  /** Java's writer is the peer; heights that the passes of an interlaced frame do not divide. */
  @ParameterizedTest
  @CsvSource({"0,61", "1,61", "1,1", "1,2", "1,3", "1,5", "1,64"})
  void rowsStandWhereTheyBelong(int progressive, int height) throws BadImageException {
    BufferedImage image = new BufferedImage(90, height, BufferedImage.TYPE_INT_ARGB);
    Graphics2D graphics = image.createGraphics();
    for (int i = 0; i < 12; i++) {
      graphics.setColor(new Color(i * 20, 255 - i * 20, i * 9));
      graphics.fillOval(i * 6, i * 4, 25, 13);
    }
    graphics.dispose();
    byte[] file =
        TestImages.gif(
            image, progressive == 1 ? ImageWriteParam.MODE_DEFAULT : ImageWriteParam.MODE_DISABLED);

    byte[] bgr = decode(file);

    for (int i = 0; i < 90 * height; i++) {
      int colour = image.getRGB(i % 90, i / 90);
      Color expected = colour >>> 24 == 0 ? Color.WHITE : new Color(colour);
      assertThat(new Color(bgr[3 * i + 2] & 0xff, bgr[3 * i + 1] & 0xff, bgr[3 * i] & 0xff))
          .as("column %d, row %d", i % 90, i / 90)
          .isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @CsvSource({"8,true", "8,false", "9,true", "11,false", "11,true"})
  void codesOfAllSizesAreFollowed(int firstBits, boolean clears) throws BadImageException {
    byte[] indexes = new byte[200 * 150];
    new Random(5).nextBytes(indexes);

    byte[] bgr = decode(new GifEncoder(200, 150, firstBits, clears).encode(indexes));

    for (int i = 0; i < indexes.length; i++) {
      assertThat(bgr[3 * i]).as("pixel %d", i).isEqualTo(indexes[i]);
    }
  }

  @Test
  void withoutColoursThereAreGreys() throws BadImageException {
    byte[] file = new GifEncoder(16, 16, 8, true).encode(new byte[COLOURS]);
    byte[] bare = new byte[file.length - 3 * COLOURS];
    System.arraycopy(file, 0, bare, 0, 13);
    System.arraycopy(file, 13 + 3 * COLOURS, bare, 13, bare.length - 13);
    bare[10] &= 0x7f;

    assertThat(decode(bare)).containsOnly(0);
    assertThat(decode(file)).containsOnly(0);
  }
}
