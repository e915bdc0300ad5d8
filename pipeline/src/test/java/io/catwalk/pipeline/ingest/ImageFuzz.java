package io.catwalk.pipeline.ingest;

import io.catwalk.models.ImageShape;
import io.catwalk.pipeline.config.DatasetConfig.ResizeMode;
import io.catwalk.pipeline.fuzz.FuzzTarget;
import io.catwalk.pipeline.ingest.decode.DecoderDoor;
import io.catwalk.pipeline.ingest.decode.ImageDecoder;
import io.catwalk.pipeline.ingest.format.BadImageException;
import io.catwalk.pipeline.ingest.format.ImageHeader;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.opencv_core.Mat;

/** Image headers, and each decoder's door with the decoder behind it. */
public final class ImageFuzz {

  private ImageFuzz() {}

  public static List<FuzzTarget> targets() {
    List<byte[]> jpeg = List.of(jpeg(false), jpeg(true), TestImages.oriented(jpeg(false), 6));
    List<byte[]> png = List.of(encoded("png", 3), encoded("png", 4), TestImages.photo("png", 2));
    List<byte[]> webp = List.of(webp(3, 101), webp(4, 101), webp(3, 60), webp(4, 60));
    List<byte[]> gif = List.of(encoded("gif", 3), encoded("gif", 4));
    List<byte[]> bmp = List.of(encoded("bmp", 3), TestImages.photo("bmp", 2));
    List<byte[]> all = new ArrayList<>();
    List.of(jpeg, png, webp, gif, bmp).forEach(all::addAll);
    return List.of(
        new FuzzTarget("image header", all, ImageFuzz::header),
        decoder("JPEG", jpeg),
        decoder("PNG", png),
        decoder("WebP", webp),
        decoder("GIF", gif),
        decoder("BMP", bmp));
  }

  private static void header(byte[] file) {
    try {
      DecoderDoor.admit(file, ImageHeader.read(file));
    } catch (BadImageException e) {
      requireLine(e);
    }
  }

  private static void requireLine(BadImageException e) {
    if (e.getMessage().isBlank() || e.getMessage().contains("\n")) {
      throw new IllegalStateException("no line: " + e.getMessage());
    }
  }

  private static FuzzTarget decoder(String name, List<byte[]> seeds) {
    ImageDecoder decoder = new ImageDecoder(new ImageShape(16, 16, 3), ResizeMode.STRETCH, 4);
    return new FuzzTarget(
        name + " decoder",
        seeds,
        file -> {
          try {
            decoder.decode(file);
          } catch (BadImageException e) {
            requireLine(e);
          }
        });
  }

  private static BufferedImage picture(int channels) {
    return TestImages.halves(
        40,
        24,
        Color.RED,
        new Color(20, 90, 200, 120),
        channels == 3 ? BufferedImage.TYPE_3BYTE_BGR : BufferedImage.TYPE_4BYTE_ABGR);
  }

  private static byte[] encoded(String format, int channels) {
    return TestImages.encode(picture(channels), format);
  }

  private static byte[] jpeg(boolean progressive) {
    return TestImages.jpeg(picture(3), progressive);
  }

  /**
   * @param quality above 100 for the lossless format
   */
  private static byte[] webp(int channels, int quality) {
    byte[] pixels = new byte[40 * 24 * channels];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) (i * i / 7);
    }
    try (BytePointer data = new BytePointer(pixels);
        Mat image = new Mat(24, 40, opencv_core.CV_8UC(channels), data);
        BytePointer file = new BytePointer();
        IntPointer options = new IntPointer(opencv_imgcodecs.IMWRITE_WEBP_QUALITY, quality)) {
      opencv_imgcodecs.imencode(".webp", image, file, options);
      byte[] bytes = new byte[(int) file.limit()];
      file.get(bytes);
      return bytes;
    }
  }
}
