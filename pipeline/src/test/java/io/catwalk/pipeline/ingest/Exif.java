package io.catwalk.pipeline.ingest;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Puts an orientation into files of each format that has a place for it. */
public final class Exif {

  private static final String PREFIX = "Exif\0\0";

  private Exif() {}

  /** The picture as a camera that was held like this would have stored it. */
  public static BufferedImage stored(BufferedImage upright, int orientation) {
    int w = upright.getWidth();
    int h = upright.getHeight();
    boolean swapped = orientation >= 5;
    BufferedImage stored = new BufferedImage(swapped ? h : w, swapped ? w : h, upright.getType());
    for (int y = 0; y < h; y++) {
      for (int x = 0; x < w; x++) {
        // Exif 2.3, table 6: which side of the picture row 0 and column 0 are.
        int column =
            switch (orientation) {
              case 2, 3 -> w - 1 - x;
              case 5, 6 -> y;
              case 7, 8 -> h - 1 - y;
              default -> x;
            };
        int row =
            switch (orientation) {
              case 3, 4 -> h - 1 - y;
              case 5, 8 -> x;
              case 6, 7 -> w - 1 - x;
              default -> y;
            };
        stored.setRGB(column, row, upright.getRGB(x, y));
      }
    }
    return stored;
  }

  /** A TIFF structure that says so many entries and has one. */
  public static byte[] tiff(int orientation, int entries) {
    return ByteBuffer.allocate(26)
        .put("MM\0*".getBytes(StandardCharsets.ISO_8859_1))
        .putInt(8)
        .putShort((short) entries)
        .putShort((short) 0x0112)
        .putShort((short) 3)
        .putInt(1)
        .putShort((short) orientation)
        .putShort((short) 0)
        .putInt(0)
        .array();
  }

  /** The JPEG with these segments APP1 before all others. */
  public static byte[] jpeg(byte[] jpeg, byte[]... segments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(jpeg, 0, 2);
    for (byte[] segment : segments) {
      out.writeBytes(new byte[] {(byte) 0xff, (byte) 0xe1});
      out.writeBytes(ByteBuffer.allocate(2).putShort((short) (segment.length + 2)).array());
      out.writeBytes(segment);
    }
    out.write(jpeg, 2, jpeg.length - 2);
    return out.toByteArray();
  }

  public static byte[] segment(byte[] tiff) {
    return ByteBuffer.allocate(PREFIX.length() + tiff.length)
        .put(PREFIX.getBytes(StandardCharsets.ISO_8859_1))
        .put(tiff)
        .array();
  }

  /** The PNG with the chunk behind its header. */
  public static byte[] png(byte[] png, byte[] tiff) {
    byte[] chunk = TestImages.chunk("eXIf", tiff);
    return ByteBuffer.allocate(png.length + chunk.length)
        .put(png, 0, 33)
        .put(chunk)
        .put(png, 33, png.length - 33)
        .array();
  }

  /** A simple WebP as an extended one with the chunk at its end. */
  public static byte[] webp(byte[] webp, int width, int height, boolean alpha, byte[] tiff) {
    int image = webp.length - 12;
    int padded = tiff.length + (tiff.length & 1);
    ByteBuffer out = ByteBuffer.allocate(12 + 18 + image + 8 + padded);
    out.order(ByteOrder.LITTLE_ENDIAN);
    out.put(ascii("RIFF")).putInt(out.capacity() - 8).put(ascii("WEBPVP8X")).putInt(10);
    out.put((byte) (8 | (alpha ? 0x10 : 0))).put(new byte[3]);
    out.put(three(width - 1)).put(three(height - 1));
    out.put(webp, 12, image);
    out.put(ascii("EXIF")).putInt(tiff.length).put(tiff);
    return out.array();
  }

  private static byte[] three(int value) {
    return new byte[] {(byte) value, (byte) (value >> 8), (byte) (value >> 16)};
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
