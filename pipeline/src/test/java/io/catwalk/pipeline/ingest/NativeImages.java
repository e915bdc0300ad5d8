package io.catwalk.pipeline.ingest;

import java.awt.image.BufferedImage;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.opencv_core.Mat;

/** Image files of the kinds that Java does not write. */
public final class NativeImages {

  private NativeImages() {}

  /**
   * @param ending with its dot: .jpg, .webp
   * @param parameters OpenCV's, key after key
   */
  public static byte[] encode(BufferedImage image, String ending, int... parameters) {
    boolean alpha = image.getColorModel().hasAlpha();
    int channels = alpha ? 4 : 3;
    try (Mat mat =
            new Mat(image.getHeight(), image.getWidth(), opencv_core.CV_MAKETYPE(0, channels));
        BytePointer data = mat.data();
        BytePointer file = new BytePointer();
        IntPointer options = new IntPointer(parameters)) {
      byte[] values = new byte[image.getWidth() * image.getHeight() * channels];
      for (int y = 0, at = 0; y < image.getHeight(); y++) {
        for (int x = 0; x < image.getWidth(); x++) {
          int argb = image.getRGB(x, y);
          for (int shift = 0; shift < 8 * channels; shift += 8) {
            values[at++] = (byte) (argb >> shift);
          }
        }
      }
      data.put(values);
      opencv_imgcodecs.imencode(ending, mat, file, options);
      byte[] bytes = new byte[Math.toIntExact(file.limit())];
      file.get(bytes);
      return bytes;
    }
  }

  /** A smooth picture without any symmetry, so that no place or colour can be mistaken. */
  public static BufferedImage slope(int width, int height, int type) {
    BufferedImage image = new BufferedImage(width, height, type);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int blue = 20 + 200 * x / width;
        int green = 230 - 180 * y / height;
        int red = 40 + 90 * x / width + 100 * y / height;
        image.setRGB(x, y, 0xff000000 | red << 16 | green << 8 | blue);
      }
    }
    return image;
  }
}
