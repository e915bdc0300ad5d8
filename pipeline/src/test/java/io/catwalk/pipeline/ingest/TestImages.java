package io.catwalk.pipeline.ingest;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.stream.ImageOutputStream;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** Image files of every kind, sound and damaged, made of bytes. */
public final class TestImages {

  private TestImages() {}

  /** Left half one colour, right half another. */
  public static BufferedImage halves(int width, int height, Color left, Color right, int type) {
    BufferedImage image = new BufferedImage(width, height, type);
    Graphics2D graphics = image.createGraphics();
    graphics.setBackground(new Color(0, 0, 0, 0));
    graphics.clearRect(0, 0, width, height);
    graphics.setColor(left);
    graphics.fillRect(0, 0, width / 2, height);
    graphics.setColor(right);
    graphics.fillRect(width / 2, 0, width - width / 2, height);
    graphics.dispose();
    return image;
  }

  /** An opaque picture that depends on the seed: no two seeds give the same pixels. */
  public static byte[] photo(String format, int seed) {
    Color left = new Color(40 + seed * 7 % 200, 30 + seed * 13 % 200, 20 + seed * 29 % 200);
    Color right = new Color(200 - seed * 11 % 180, 220 - seed * 5 % 200, 90 + seed % 100);
    return encode(
        halves(80 + seed % 40, 60 + seed % 30, left, right, BufferedImage.TYPE_3BYTE_BGR), format);
  }

  public static byte[] encode(BufferedImage image, String format) {
    try (ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
      if (!ImageIO.write(image, format, out)) {
        throw new IllegalArgumentException("no writer for " + format);
      }
      out.flush();
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A JPEG of quality 0.95, perhaps progressive. */
  public static byte[] jpeg(BufferedImage image, boolean progressive) {
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    ImageWriteParam parameters = writer.getDefaultWriteParam();
    parameters.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
    parameters.setCompressionQuality(0.95f);
    if (progressive) {
      parameters.setProgressiveMode(ImageWriteParam.MODE_DEFAULT);
    }
    return write(writer, image, null, parameters);
  }

  /**
   * @param progressive of {@link ImageWriteParam}: whether rows are interlaced
   */
  public static byte[] gif(BufferedImage image, int progressive) {
    ImageWriter writer = ImageIO.getImageWritersByFormatName("gif").next();
    ImageWriteParam parameters = writer.getDefaultWriteParam();
    parameters.setProgressiveMode(progressive);
    return write(writer, image, null, parameters);
  }

  /**
   * Four bands that are stored as they are, marked by Adobe's segment: readers take them as
   * inverted CMYK.
   *
   * @param cyan ink, 0 to 255, and so on
   */
  public static byte[] cmyk(int width, int height, int cyan, int magenta, int yellow, int black) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_4BYTE_ABGR);
    int[] inverted = {255 - cyan, 255 - magenta, 255 - yellow, 255 - black};
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        image.getRaster().setPixel(x, y, inverted);
      }
    }
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    try {
      IIOMetadata metadata =
          writer.getDefaultImageMetadata(
              new ImageTypeSpecifier(image), writer.getDefaultWriteParam());
      String format = "javax_imageio_jpeg_image_1.0";
      Element root = (Element) metadata.getAsTree(format);
      NodeList adobe = root.getElementsByTagName("app14Adobe");
      Element marker =
          adobe.getLength() > 0
              ? (Element) adobe.item(0)
              : (Element)
                  root.getElementsByTagName("markerSequence")
                      .item(0)
                      .insertBefore(
                          new javax.imageio.metadata.IIOMetadataNode("app14Adobe"),
                          root.getElementsByTagName("markerSequence").item(0).getFirstChild());
      marker.setAttribute("version", "100");
      marker.setAttribute("flags0", "0");
      marker.setAttribute("flags1", "0");
      marker.setAttribute("transform", "0");
      metadata.setFromTree(format, root);
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      try (ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
        writer.setOutput(out);
        writer.write(null, new IIOImage(image.getRaster(), null, metadata), null);
      }
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      writer.dispose();
    }
  }

  private static byte[] write(
      ImageWriter writer, BufferedImage image, IIOMetadata metadata, ImageWriteParam parameters) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
      writer.setOutput(out);
      writer.write(null, new IIOImage(image, null, metadata), parameters);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }

  /** The same JPEG with an EXIF segment that holds nothing but the orientation. */
  public static byte[] oriented(byte[] jpeg, int orientation) {
    ByteBuffer out = ByteBuffer.allocate(jpeg.length + 36);
    out.put(jpeg, 0, 2);
    out.putShort((short) 0xffe1).putShort((short) 34);
    out.put("Exif\0\0MM\0*".getBytes(StandardCharsets.ISO_8859_1)).putInt(8);
    out.putShort((short) 1).putShort((short) 0x0112).putShort((short) 3).putInt(1);
    out.putShort((short) orientation).putShort((short) 0).putInt(0);
    out.put(jpeg, 2, jpeg.length - 2);
    return out.array();
  }

  /** A sound PNG of any size: one bit a pixel, all black, compressed to next to nothing. */
  public static byte[] blackPng(int width, int height, int rowsWritten) {
    ByteBuffer header = ByteBuffer.allocate(13).putInt(width).putInt(height);
    header.put((byte) 1).put((byte) 0).put((byte) 0).put((byte) 0).put((byte) 0);
    Deflater deflater = new Deflater();
    deflater.setInput(new byte[rowsWritten * ((width + 7) / 8 + 1)]);
    deflater.finish();
    byte[] data = new byte[1 << 16];
    int length = deflater.deflate(data);
    deflater.end();
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    png.writeBytes(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'});
    png.writeBytes(chunk("IHDR", header.array()));
    png.writeBytes(chunk("IDAT", java.util.Arrays.copyOf(data, length)));
    png.writeBytes(chunk("IEND", new byte[0]));
    return png.toByteArray();
  }

  public static byte[] chunk(String type, byte[] content) {
    byte[] name = type.getBytes(StandardCharsets.ISO_8859_1);
    CRC32 sum = new CRC32();
    sum.update(name);
    sum.update(content);
    return ByteBuffer.allocate(content.length + 12)
        .putInt(content.length)
        .put(name)
        .put(content)
        .putInt((int) sum.getValue())
        .array();
  }

  public static byte[] cut(byte[] file, double share) {
    return java.util.Arrays.copyOf(file, (int) (file.length * share));
  }

  public static byte[] with(byte[] file, int at, int... values) {
    byte[] changed = file.clone();
    for (int i = 0; i < values.length; i++) {
      changed[at + i] = (byte) values[i];
    }
    return changed;
  }
}
