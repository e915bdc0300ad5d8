package io.catwalk.pipeline.ingest.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.catwalk.models.ImageShape;
import io.catwalk.pipeline.config.DatasetConfig.ResizeMode;
import io.catwalk.pipeline.dataset.QuarantineReason;
import io.catwalk.pipeline.ingest.TestImages;
import io.catwalk.pipeline.ingest.decode.PixelDecoder.DecodedPixels;
import io.catwalk.pipeline.ingest.format.BadImageException;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageDecoderTest {

  private static final ImageShape COLOUR = new ImageShape(32, 32, 3);
  private static final Color RED = new Color(220, 30, 20);
  private static final Color BLUE = new Color(10, 40, 230);

  private static DecodedPixels decode(byte[] file, ImageShape shape, ResizeMode mode)
      throws BadImageException {
    try (ImageDecoder decoder = new ImageDecoder(shape, mode, 100)) {
      return decoder.decode(file);
    }
  }

  private static Color at(DecodedPixels pixels, int x, int y) {
    byte[] v = pixels.values();
    int i = y * 32 + x;
    return new Color(v[i] & 255, v[i + 1024] & 255, v[i + 2048] & 255);
  }

  private static void assertClose(Color found, Color expected, int tolerance) {
    assertThat(found.getRed()).as("red").isCloseTo(expected.getRed(), within(tolerance));
    assertThat(found.getGreen()).as("green").isCloseTo(expected.getGreen(), within(tolerance));
    assertThat(found.getBlue()).as("blue").isCloseTo(expected.getBlue(), within(tolerance));
  }

  @ParameterizedTest
  @CsvSource({"png,0,64", "bmp,0,64", "gif,0,64", "jpg,12,64", "jpg,12,700", "png,0,20"})
  void keepsColoursAndPlaces(String format, int tolerance, int side) throws BadImageException {
    BufferedImage image = TestImages.halves(side, side, RED, BLUE, BufferedImage.TYPE_3BYTE_BGR);
    byte[] file =
        format.equals("jpg") ? TestImages.jpeg(image, false) : TestImages.encode(image, format);
    DecodedPixels pixels = decode(file, COLOUR, ResizeMode.STRETCH);
    assertClose(at(pixels, 4, 16), RED, tolerance);
    assertClose(at(pixels, 27, 16), BLUE, tolerance);
    assertThat(pixels.sourceWidth()).isEqualTo(side);
  }

  @ParameterizedTest
  @ValueSource(ints = {64, 700})
  void readsProgressiveJpeg(int side) throws BadImageException {
    BufferedImage image = TestImages.halves(side, side, RED, BLUE, BufferedImage.TYPE_3BYTE_BGR);
    DecodedPixels pixels = decode(TestImages.jpeg(image, true), COLOUR, ResizeMode.STRETCH);
    assertClose(at(pixels, 4, 16), RED, 12);
    assertClose(at(pixels, 27, 16), BLUE, 12);
  }

  @ParameterizedTest
  @ValueSource(ints = {64, 700})
  void readsCmykJpeg(int side) throws BadImageException {
    byte[] file = TestImages.cmyk(side, side, 0, 200, 240, 30);
    Color expected = new Color(225, 225 * 55 / 255, 225 * 15 / 255);
    assertClose(at(decode(file, COLOUR, ResizeMode.STRETCH), 16, 16), expected, 12);
  }

  /** The stored image is red on the left; upright, red comes to lie on another side. */
  @ParameterizedTest
  @CsvSource({
    "1,80,4,16",
    "2,80,27,16",
    "3,80,27,16",
    "6,80,16,4",
    "8,80,16,27",
    "6,800,16,4",
    "8,800,16,27"
  })
  void turnsByExif(int orientation, int side, int redX, int redY) throws BadImageException {
    BufferedImage image =
        TestImages.halves(side, side / 2, RED, BLUE, BufferedImage.TYPE_3BYTE_BGR);
    byte[] file = TestImages.oriented(TestImages.jpeg(image, false), orientation);
    DecodedPixels pixels = decode(file, COLOUR, ResizeMode.STRETCH);
    assertClose(at(pixels, redX, redY), RED, 12);
    assertClose(at(pixels, 31 - redX, 31 - redY), BLUE, 12);
    assertThat(pixels.sourceWidth()).isEqualTo(orientation >= 5 ? side / 2 : side);
  }

  @Test
  void laysTransparencyOverWhite() throws BadImageException {
    Color half = new Color(0, 0, 0, 128);
    Color clear = new Color(255, 0, 0, 0);
    BufferedImage image = TestImages.halves(64, 64, half, clear, BufferedImage.TYPE_4BYTE_ABGR);
    DecodedPixels pixels = decode(TestImages.encode(image, "png"), COLOUR, ResizeMode.STRETCH);
    assertClose(at(pixels, 4, 16), new Color(127, 127, 127), 1);
    assertClose(at(pixels, 27, 16), Color.WHITE, 0);
  }

  @Test
  void readsSixteenBitsAndPalettesAndGrey() throws BadImageException {
    BufferedImage deep = new BufferedImage(40, 40, BufferedImage.TYPE_USHORT_GRAY);
    for (int i = 0; i < 1600; i++) {
      deep.getRaster().setSample(i % 40, i / 40, 0, 0x8040);
    }
    DecodedPixels grey = decode(TestImages.encode(deep, "png"), COLOUR, ResizeMode.STRETCH);
    assertClose(at(grey, 9, 9), new Color(128, 128, 128), 1);
    BufferedImage palette = new BufferedImage(40, 40, BufferedImage.TYPE_BYTE_INDEXED);
    for (int i = 0; i < 1600; i++) {
      palette.setRGB(i % 40, i / 40, 0xff3300);
    }
    DecodedPixels orange = decode(TestImages.encode(palette, "png"), COLOUR, ResizeMode.STRETCH);
    assertClose(at(orange, 9, 9), new Color(0xff3300), 0);
  }

  @Test
  void fitsCropsAndPads() throws BadImageException {
    byte[] wide =
        TestImages.encode(
            TestImages.halves(128, 64, RED, BLUE, BufferedImage.TYPE_3BYTE_BGR), "png");
    DecodedPixels fitted = decode(wide, COLOUR, ResizeMode.FIT);
    assertClose(at(fitted, 4, 7), Color.BLACK, 0);
    assertClose(at(fitted, 4, 8), RED, 0);
    assertClose(at(fitted, 4, 23), RED, 0);
    assertClose(at(fitted, 4, 24), Color.BLACK, 0);
    DecodedPixels cropped = decode(wide, COLOUR, ResizeMode.CROP);
    assertClose(at(cropped, 4, 0), RED, 0);
    assertClose(at(cropped, 27, 31), BLUE, 0);
    byte[] grey = new byte[28 * 28];
    java.util.Arrays.fill(grey, (byte) 200);
    try (ImageDecoder decoder = new ImageDecoder(new ImageShape(32, 32, 1), ResizeMode.PAD, 1)) {
      byte[] padded = decoder.resize(grey, 28, 28).values();
      assertThat(padded[2 * 32 + 2] & 255).isEqualTo(200);
      assertThat(padded[29 * 32 + 29] & 255).isEqualTo(200);
      assertThat(padded[1 * 32 + 2]).isZero();
      assertThat(padded[29 * 32 + 30]).isZero();
    }
  }

  static Stream<org.junit.jupiter.params.provider.Arguments> damaged() {
    byte[] jpeg = TestImages.photo("jpg", 1);
    byte[] png = TestImages.photo("png", 2);
    byte[] gif = TestImages.photo("gif", 3);
    byte[] bmp = TestImages.photo("bmp", 4);
    byte[] hugeJpeg = jpeg.clone();
    for (int i = 0; i + 9 < jpeg.length; i++) {
      if (jpeg[i] == (byte) 0xff && jpeg[i + 1] == (byte) 0xc0) {
        hugeJpeg = TestImages.with(jpeg, i + 5, 0xff, 0xff, 0xff, 0xff);
        break;
      }
    }
    return Stream.of(
        bad("no bytes", new byte[0], QuarantineReason.EMPTY),
        bad("zeros", new byte[500], QuarantineReason.NOT_AN_IMAGE),
        bad(
            "text",
            "this is no cat".getBytes(StandardCharsets.UTF_8),
            QuarantineReason.NOT_AN_IMAGE),
        bad("wrong magic", TestImages.with(jpeg, 0, 'J', 'P'), QuarantineReason.NOT_AN_IMAGE),
        bad("JPEG cut in its scan", TestImages.cut(jpeg, 0.9), QuarantineReason.TRUNCATED),
        bad("JPEG cut in its header", TestImages.cut(jpeg, 0.05), QuarantineReason.TRUNCATED),
        bad("JPEG without its last byte", TestImages.cut(jpeg, 0.9999), QuarantineReason.TRUNCATED),
        bad("JPEG of 65535 squared", hugeJpeg, QuarantineReason.TOO_LARGE),
        bad("half a PNG", TestImages.cut(png, 0.5), QuarantineReason.TRUNCATED),
        bad(
            "PNG with a flipped byte",
            TestImages.with(png, png.length - 30, 0x55),
            QuarantineReason.CORRUPT),
        bad("PNG bomb", TestImages.blackPng(50_000, 50_000, 1_000), QuarantineReason.TOO_LARGE),
        bad(
            "PNG of absurd size",
            TestImages.blackPng(Integer.MAX_VALUE, 9, 0),
            QuarantineReason.TOO_LARGE),
        bad("PNG with too few rows", TestImages.blackPng(64, 64, 3), QuarantineReason.CORRUPT),
        bad("PNG of no height", TestImages.blackPng(64, 0, 0), QuarantineReason.CORRUPT),
        bad("half a GIF", TestImages.cut(gif, 0.6), QuarantineReason.TRUNCATED),
        bad("GIF with an unknown block", gifWithBadBlock(gif), QuarantineReason.CORRUPT),
        bad("half a BMP", TestImages.cut(bmp, 0.5), QuarantineReason.TRUNCATED),
        bad(
            "BMP of negative width",
            TestImages.with(bmp, 18, 0xff, 0xff, 0xff, 0xff),
            QuarantineReason.CORRUPT),
        bad(
            "TIFF",
            "II*\0 and so on".getBytes(StandardCharsets.ISO_8859_1),
            QuarantineReason.UNSUPPORTED));
  }

  private static byte[] gifWithBadBlock(byte[] gif) {
    int table = (gif[10] & 0x80) == 0 ? 0 : 3 << ((gif[10] & 7) + 1);
    return TestImages.with(gif, 13 + table, 0x77);
  }

  private static org.junit.jupiter.params.provider.Arguments bad(
      String what, byte[] file, QuarantineReason reason) {
    return org.junit.jupiter.params.provider.Arguments.of(what, file, reason);
  }

  @ParameterizedTest(name = "{0}: {2}")
  @org.junit.jupiter.params.provider.MethodSource("damaged")
  void namesWhatIsWrong(String what, byte[] file, QuarantineReason reason) {
    assertThatThrownBy(() -> decode(file, COLOUR, ResizeMode.STRETCH))
        .as(what)
        .isInstanceOfSatisfying(
            BadImageException.class, e -> assertThat(e.reason()).isEqualTo(reason));
  }

  @Test
  void goesOnAfterABadImageAndKeepsNativeMemory() throws BadImageException {
    byte[] good = TestImages.photo("jpg", 5);
    byte[] bad = TestImages.blackPng(64, 64, 3);
    try (ImageDecoder decoder = new ImageDecoder(COLOUR, ResizeMode.CROP, 100)) {
      byte[] first = decoder.decode(good).values();
      decodeOften(decoder, good, bad, 200);
      long before = Pointer.totalBytes();
      decodeOften(decoder, good, bad, 2_000);
      // Less where garbage of other tests was collected meanwhile.
      assertThat(Pointer.totalBytes()).isLessThanOrEqualTo(before);
      assertThat(decoder.decode(good).values()).isEqualTo(first);
    }
  }

  private static void decodeOften(ImageDecoder decoder, byte[] good, byte[] bad, int times)
      throws BadImageException {
    for (int i = 0; i < times; i++) {
      decoder.decode(good);
      if (i % 100 == 0) { // each makes libpng complain on stderr
        assertThatThrownBy(() -> decoder.decode(bad)).isInstanceOf(BadImageException.class);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"STRETCH,32,1", "STRETCH,64,3", "FIT,32,3", "CROP,32,1", "CROP,64,3"})
  void staysTrueToAFullDecodingOfPhotos(ResizeMode mode, int side, int channels) throws Exception {
    String folder = System.getenv("CATWALK_PHOTOS");
    Assumptions.assumeTrue(folder != null, "CATWALK_PHOTOS names no folder of photos");
    ImageShape shape = new ImageShape(side, side, channels);
    double sum = 0;
    List<Path> photos = photos(Path.of(folder));
    try (ImageDecoder reduced = new ImageDecoder(shape, mode, 100);
        ImageDecoder full = new ImageDecoder(shape, mode, 100, ImageDecoder.JpegScale.FULL)) {
      for (Path photo : photos) {
        byte[] file = Files.readAllBytes(photo);
        sum += difference(reduced.decode(file).values(), full.decode(file).values());
      }
    }
    assertThat(sum / photos.size()).isBetween(0.01, 2.0);
  }

  private static List<Path> photos(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> file.toString().endsWith(".jpg")).sorted().toList();
    }
  }

  private static double difference(byte[] one, byte[] other) {
    long sum = 0;
    for (int i = 0; i < one.length; i++) {
      sum += Math.abs((one[i] & 255) - (other[i] & 255));
    }
    return (double) sum / one.length;
  }
}
