package io.catwalk.pipeline.ingest;

import static org.bytedeco.opencv.global.opencv_core.CV_8UC3;

import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * The first frame of a GIF on its canvas, over white. Java's reader has been through it before any
 * native code; it is asked for some of the rows at a time, since it keeps on the heap what it
 * reads.
 */
final class GifFrame {

  /** Bytes of the heap that rows may take at once, one a pixel. */
  private static final int STRIP = 32 << 20;

  private final byte[] file;
  private final int left;
  private final int top;
  private final int width;
  private final int height;

  private GifFrame(byte[] file) throws BadImageException {
    Bytes bytes = new Bytes(file);
    int at = GifHeader.firstFrame(bytes);
    this.file = file;
    this.left = bytes.u16(at + 1, true);
    this.top = bytes.u16(at + 3, true);
    this.width = bytes.u16(at + 5, true);
    this.height = bytes.u16(at + 7, true);
  }

  /**
   * @param canvas becomes blue-green-red of the header's width × height
   */
  static void read(byte[] file, ImageHeader header, Mat canvas) throws BadImageException {
    read(file, header, canvas, STRIP);
  }

  static void read(byte[] file, ImageHeader header, Mat canvas, int strip)
      throws BadImageException {
    GifFrame frame = new GifFrame(file);
    canvas.create(header.height(), header.width(), CV_8UC3);
    byte[] white = new byte[3 * header.width()];
    Arrays.fill(white, (byte) 255);
    for (int y = 0; y < header.height(); y++) {
      put(canvas, 0, y, white, white.length);
    }
    int rows = Math.max(1, strip / frame.width);
    for (int y = 0; y < frame.height; y += rows) {
      frame.draw(y, Math.min(rows, frame.height - y), canvas);
    }
  }

  private void draw(int from, int rows, Mat canvas) throws BadImageException {
    BufferedImage part = read(from, rows);
    int columns = Math.min(width, canvas.cols() - left);
    int[] palette = new int[256];
    ((IndexColorModel) part.getColorModel()).getRGBs(palette);
    int[] indexes = new int[width];
    byte[] bgr = new byte[3 * width];
    for (int y = 0; y < rows && top + from + y < canvas.rows() && columns > 0; y++) {
      part.getRaster().getSamples(0, y, columns, 1, 0, indexes);
      for (int x = 0; x < columns; x++) {
        int colour = palette[indexes[x]];
        colour = colour >>> 24 == 0 ? 0xffffff : colour;
        bgr[3 * x] = (byte) colour;
        bgr[3 * x + 1] = (byte) (colour >> 8);
        bgr[3 * x + 2] = (byte) (colour >> 16);
      }
      put(canvas, left, top + from + y, bgr, 3 * columns);
    }
  }

  private static void put(Mat canvas, int x, int y, byte[] bgr, int length) {
    try (BytePointer row = canvas.ptr(y)) {
      row.position(3L * x).put(bgr, 0, length);
    }
  }

  private BufferedImage read(int from, int rows) throws BadImageException {
    ImageReader reader = ImageIO.getImageReadersByFormatName("gif").next();
    try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(file))) {
      reader.setInput(in, true, true);
      ImageReadParam part = reader.getDefaultReadParam();
      part.setSourceRegion(new Rectangle(0, from, width, rows));
      return reader.read(0, part);
    } catch (IOException | IndexOutOfBoundsException | IllegalArgumentException e) {
      throw BadImageException.corrupt("GIF: " + e.getMessage());
    } finally {
      reader.dispose();
    }
  }
}
