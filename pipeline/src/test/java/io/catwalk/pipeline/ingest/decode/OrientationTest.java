package io.catwalk.pipeline.ingest.decode;

import static org.assertj.core.api.Assertions.assertThat;

import io.catwalk.models.ImageShape;
import io.catwalk.pipeline.config.DatasetConfig.ResizeMode;
import io.catwalk.pipeline.ingest.Exif;
import io.catwalk.pipeline.ingest.NativeImages;
import io.catwalk.pipeline.ingest.TestImages;
import io.catwalk.pipeline.ingest.decode.PixelDecoder.DecodedPixels;
import io.catwalk.pipeline.ingest.format.BadImageException;
import java.awt.image.BufferedImage;
import java.nio.charset.StandardCharsets;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** However a camera was held and whichever format it wrote, the picture stands upright. */
class OrientationTest {

  private static final ImageShape SHAPE = new ImageShape(32, 32, 3);
  private static final int RGB = BufferedImage.TYPE_3BYTE_BGR;
  private static final int WIDTH = 200;
  private static final int HEIGHT = 150;

  private static DecodedPixels decode(byte[] file, ResizeMode mode) throws BadImageException {
    try (ImageDecoder decoder = new ImageDecoder(SHAPE, mode, 100)) {
      return decoder.decode(file);
    }
  }

  private static byte[] file(String kind, int orientation) {
    int scale = kind.contains("large") ? 4 : kind.contains("tiny") ? -4 : 1;
    int width = scale > 0 ? WIDTH * scale : WIDTH / -scale;
    int height = scale > 0 ? HEIGHT * scale : HEIGHT / -scale;
    boolean alpha = kind.contains("alpha");
    int type = alpha ? BufferedImage.TYPE_4BYTE_ABGR : RGB;
    BufferedImage stored = Exif.stored(NativeImages.slope(width, height, type), orientation);
    byte[] tiff = Exif.tiff(orientation, 1);
    if (kind.startsWith("png")) {
      return Exif.png(TestImages.encode(stored, "png"), tiff);
    }
    if (kind.startsWith("webp")) {
      int quality = kind.contains("lossless") ? 101 : 90;
      byte[] webp =
          NativeImages.encode(stored, ".webp", opencv_imgcodecs.IMWRITE_WEBP_QUALITY, quality);
      return Exif.webp(webp, stored.getWidth(), stored.getHeight(), alpha, tiff);
    }
    byte[] jpeg = TestImages.jpeg(stored, kind.contains("progressive"));
    return Exif.jpeg(jpeg, Exif.segment(tiff));
  }

  private static void assertUpright(byte[] file, ResizeMode mode) throws BadImageException {
    byte[] upright = TestImages.encode(NativeImages.slope(WIDTH, HEIGHT, RGB), "png");
    DecodedPixels expected = decode(upright, mode);
    DecodedPixels found = decode(file, mode);
    assertThat(found.sourceWidth()).isGreaterThan(found.sourceHeight());
    double sum = 0;
    for (int i = 0; i < SHAPE.values(); i++) {
      sum += Math.abs((found.values()[i] & 255) - (expected.values()[i] & 255));
    }
    assertThat(sum / SHAPE.values()).as("mean error of a value").isLessThan(4);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jpeg",
        "jpeg tiny",
        "jpeg large",
        "jpeg progressive",
        "jpeg progressive large",
        "png",
        "png alpha",
        "webp lossless",
        "webp lossy"
      })
  void standsUprightWhicheverWayItIsStored(String kind) throws BadImageException {
    for (int orientation = 1; orientation <= 8; orientation++) {
      assertUpright(file(kind, orientation), ResizeMode.STRETCH);
      assertUpright(file(kind, orientation), ResizeMode.CROP);
    }
  }

  @ParameterizedTest
  @CsvSource({"XMP", "again", "short", "prefix"})
  void readsTheOneHeaderWhereverItStands(String what) throws BadImageException {
    for (int side : new int[] {1, 4}) { // decoded by one decoder, then by the other
      BufferedImage upright = NativeImages.slope(WIDTH * side, HEIGHT * side, RGB);
      byte[] jpeg = TestImages.jpeg(Exif.stored(upright, 6), false);
      byte[] exif = Exif.segment(Exif.tiff(6, 1));
      byte[] xmp =
          "http://ns.adobe.com/xap/1.0/\0<x:xmpmeta/>".getBytes(StandardCharsets.ISO_8859_1);
      byte[] file =
          switch (what) {
            case "XMP" -> Exif.jpeg(jpeg, xmp, exif);
            case "again" -> Exif.jpeg(jpeg, exif, Exif.segment(Exif.tiff(3, 1)));
            case "short" -> Exif.jpeg(jpeg, Exif.segment(Exif.tiff(6, 9)));
            default -> Exif.png(TestImages.encode(Exif.stored(upright, 6), "png"), exif);
          };
      assertUpright(file, ResizeMode.CROP);
    }
  }

  @Test
  void whatMakesNoSenseIsUpright() throws BadImageException {
    byte[] png = TestImages.encode(NativeImages.slope(WIDTH, HEIGHT, RGB), "png");
    assertUpright(Exif.png(png, Exif.tiff(9, 1)), ResizeMode.CROP);
    assertUpright(Exif.png(png, new byte[3]), ResizeMode.CROP);
    byte[] jpeg = TestImages.jpeg(NativeImages.slope(WIDTH, HEIGHT, RGB), false);
    assertUpright(Exif.jpeg(jpeg, Exif.segment(Exif.tiff(0, 1))), ResizeMode.CROP);
  }
}
