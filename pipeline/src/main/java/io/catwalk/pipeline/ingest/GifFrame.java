package io.catwalk.pipeline.ingest;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/** The first frame of a GIF, which OpenCV does not read, on its canvas, over white. */
final class GifFrame {

  private GifFrame() {}

  /**
   * @return blue-green-red, interleaved, of the header's width × height
   */
  static byte[] bgr(byte[] file, ImageHeader header) throws BadImageException {
    ImageReader reader = ImageIO.getImageReadersByFormatName("gif").next();
    try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(file))) {
      reader.setInput(in, true, true);
      Bytes bytes = new Bytes(file);
      int at = GifHeader.firstFrame(bytes);
      return draw(reader.read(0), bytes.u16(at + 1, true), bytes.u16(at + 3, true), header);
    } catch (IOException | IndexOutOfBoundsException | IllegalArgumentException e) {
      throw BadImageException.corrupt("GIF: " + e.getMessage());
    } finally {
      reader.dispose();
    }
  }

  private static byte[] draw(BufferedImage frame, int left, int top, ImageHeader header) {
    BufferedImage canvas =
        new BufferedImage(header.width(), header.height(), BufferedImage.TYPE_3BYTE_BGR);
    Graphics2D graphics = canvas.createGraphics();
    try {
      graphics.setColor(Color.WHITE);
      graphics.fillRect(0, 0, header.width(), header.height());
      graphics.drawImage(frame, left, top, null);
    } finally {
      graphics.dispose();
    }
    return ((DataBufferByte) canvas.getRaster().getDataBuffer()).getData();
  }
}
