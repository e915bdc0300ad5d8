package io.catwalk.pipeline.ingest.format;

import static org.assertj.core.api.Assertions.assertThat;

import io.catwalk.models.ImageShape;
import io.catwalk.pipeline.config.DatasetConfig.ResizeMode;
import io.catwalk.pipeline.dataset.Digests;
import io.catwalk.pipeline.ingest.NativeImages;
import io.catwalk.pipeline.ingest.TestImages;
import io.catwalk.pipeline.ingest.decode.ImageDecoder;
import io.catwalk.pipeline.ingest.decode.PixelDecoder.DecodedPixels;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A file becomes what it becomes alone, whatever was decoded before it. */
class DecoderStateTest {

  private static final int FILES = 5_000;
  private static final int RGB = BufferedImage.TYPE_3BYTE_BGR;

  /** What became of a file: its pixels, or what is wrong with it. */
  private static String outcome(ImageDecoder decoder, byte[] file) {
    try {
      DecodedPixels pixels = decoder.decode(file);
      return pixels.sourceWidth()
          + "×"
          + pixels.sourceHeight()
          + " "
          + Digests.hex(Digests.sha256().digest(pixels.values()));
    } catch (BadImageException e) {
      return e.reason() + " " + e.getMessage();
    }
  }

  private static ImageDecoder decoder(ImageShape shape) {
    return new ImageDecoder(shape, ResizeMode.STRETCH, 10);
  }

  /** 5,000 in colour and 5,000 in grey: good ones, and others with a few bytes changed. */
  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void everyFileOfALongRowBecomesWhatItBecomesAlone(int channels) {
    ImageShape shape = new ImageShape(16, 16, channels);
    List<byte[]> whole = whole();
    Random random = new Random(20_261_127 + channels);
    int bad = 0;
    try (ImageDecoder lasting = decoder(shape)) {
      for (int i = 0; i < FILES; i++) {
        byte[] file = whole.get(random.nextInt(whole.size()));
        if (random.nextInt(3) > 0) {
          file = damaged(file, random);
        }
        String inARow = outcome(lasting, file);
        try (ImageDecoder alone = decoder(shape)) {
          assertThat(inARow).as("file %d", i).isEqualTo(outcome(alone, file));
        }
        bad += Character.isLetter(inARow.charAt(0)) ? 1 : 0;
      }
    }
    assertThat(bad).as("damaged files that were found").isBetween(FILES / 5, FILES * 2 / 3);
  }

  /** Small files, so that a few changed bytes often hit what matters. */
  private static List<byte[]> whole() {
    List<byte[]> files = new ArrayList<>();
    for (int side : new int[] {20, 70, 150}) {
      BufferedImage image = NativeImages.slope(side, side - 7, RGB);
      for (String format : List.of("png", "bmp", "gif")) {
        files.add(TestImages.encode(image, format));
      }
      files.add(TestImages.jpeg(image, false));
      files.add(TestImages.jpeg(image, true));
      files.add(TestImages.oriented(TestImages.jpeg(image, false), 6));
      files.add(NativeImages.encode(image, ".jpg", opencv_imgcodecs.IMWRITE_JPEG_RST_INTERVAL, 3));
      files.add(NativeImages.encode(image, ".webp", opencv_imgcodecs.IMWRITE_WEBP_QUALITY, 80));
      files.add(NativeImages.encode(image, ".webp", opencv_imgcodecs.IMWRITE_WEBP_QUALITY, 101));
      BufferedImage clear = NativeImages.slope(side, side, BufferedImage.TYPE_4BYTE_ABGR);
      clear.setRGB(3, 3, 0x40_ff_00_00);
      files.add(TestImages.encode(clear, "png"));
    }
    return files;
  }

  private static byte[] damaged(byte[] whole, Random random) {
    byte[] bytes = whole.clone();
    for (int i = random.nextInt(4); i >= 0; i--) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
    }
    return random.nextInt(8) == 0 ? Arrays.copyOf(bytes, random.nextInt(bytes.length)) : bytes;
  }

  /** What a block had summed up before it broke off must not be seen in the next file. */
  @Test
  void aDamagedJpegLeavesNoStain() {
    ImageShape shape = new ImageShape(16, 16, 3);
    byte[] good = TestImages.jpeg(NativeImages.slope(150, 140, RGB), false);
    byte[] damaged = good.clone();
    for (int at = good.length - 40; at < good.length - 2; at += 2) {
      damaged[at] = (byte) 0xff;
      damaged[at + 1] = 0; // stuffed: eight ones, which are no code
    }
    try (ImageDecoder lasting = decoder(shape);
        ImageDecoder alone = decoder(shape)) {
      String expected = outcome(alone, good);
      for (int cut = 0; cut < 30; cut += 2) {
        byte[] broken = damaged.clone();
        System.arraycopy(good, good.length - 40, broken, good.length - 40, cut);
        assertThat(outcome(lasting, broken)).startsWith("CORRUPT");
        assertThat(outcome(lasting, good)).isEqualTo(expected);
      }
    }
  }

  /** Headers that decoders take for different sizes are no image of either size. */
  @Test
  void theDecodedSizeIsTheHeadersOwn() throws BadImageException {
    byte[] jpeg = TestImages.jpeg(NativeImages.slope(150, 140, RGB), false);
    ImageHeader header = ImageHeader.read(jpeg);
    header.requireSize(75, 70, 2);
    header.requireSize(38, 35, 4);
    assertThat(outcomeOf(() -> header.requireSize(74, 70, 2))).contains("150×140", "74×70");
    assertThat(outcomeOf(() -> header.requireSize(150, 141, 1))).startsWith("CORRUPT");
  }

  private interface Check {
    void run() throws BadImageException;
  }

  private static String outcomeOf(Check check) {
    try {
      check.run();
      return "";
    } catch (BadImageException e) {
      return e.reason() + " " + e.getMessage();
    }
  }
}
