package io.catwalk.pipeline.explain;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Writes pictures into memory. */
final class ImageFiles {

  private static final float QUALITY = 0.85f;

  private ImageFiles() {}

  static byte[] png(BufferedImage image) {
    return write(image, "png", Float.NaN);
  }

  static byte[] jpeg(BufferedImage image) {
    return write(image, "jpeg", QUALITY);
  }

  private static byte[] write(BufferedImage image, String format, float quality) {
    ImageWriter writer = ImageIO.getImageWritersByFormatName(format).next();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
      ImageWriteParam parameters = writer.getDefaultWriteParam();
      if (quality > 0) {
        parameters.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
        parameters.setCompressionQuality(quality);
      }
      writer.setOutput(out);
      writer.write(null, new IIOImage(image, null, null), parameters);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write a picture into memory", e);
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }
}
