package io.catwalk.pipeline.ingest.format;

import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * The rows of a bitmap as blue, green and red. OpenCV's own reader takes any masks for the usual
 * ones and knows no alpha.
 */
public final class BmpPixels {

  private final Bytes bytes;
  private final BmpHeader header;
  private final Mat image;
  private final byte[] row;

  private BmpPixels(Bytes bytes, BmpHeader header, Mat image) {
    this.bytes = bytes;
    this.header = header;
    this.image = image;
    this.row = new byte[3 * header.width()];
  }

  /**
   * @param file a BMP whose header is sound
   * @param image of the header's size with three channels; what is transparent becomes white
   */
  public static void read(byte[] file, Mat image) throws BadImageException {
    Bytes bytes = new Bytes(file);
    BmpHeader header = BmpHeader.parse(bytes);
    new BmpPixels(bytes, header, image).read();
  }

  private void read() throws BadImageException {
    if (!header.plainRows()) {
      byte[] palette = header.palette(bytes);
      new BmpRuns(bytes, header)
          .forEachRow(
              (indices, y) -> {
                for (int x = 0; x < header.width(); x++) {
                  System.arraycopy(palette, 3 * (indices[x] & 0xff), row, 3 * x, 3);
                }
                put(y);
              });
    } else if (header.bits() <= 8) {
      indexed();
    } else if (header.bits() == 24) {
      plain();
    } else {
      masked();
    }
  }

  private int rowAt(int y) {
    return Math.toIntExact(header.dataAt() + y * header.rowBytes());
  }

  /** Puts the row where it belongs, the y-th that the file has. */
  private void put(int y) {
    try (BytePointer line = image.ptr(header.topDown() ? y : header.height() - 1 - y)) {
      line.put(row);
    }
  }

  private void plain() {
    for (int y = 0; y < header.height(); y++) {
      System.arraycopy(bytes.data(), rowAt(y), row, 0, row.length);
      put(y);
    }
  }

  private void indexed() throws BadImageException {
    byte[] palette = header.palette(bytes);
    int bits = header.bits();
    int mask = (1 << bits) - 1;
    for (int y = 0; y < header.height(); y++) {
      int from = rowAt(y);
      for (int x = 0; x < header.width(); x++) {
        int at = x * bits;
        int index = bytes.data()[from + (at >> 3)] >> 8 - bits - (at & 7) & mask;
        System.arraycopy(palette, 3 * index, row, 3 * x, 3);
      }
      put(y);
    }
  }

  private void masked() throws BadImageException {
    BmpMasks masks = BmpMasks.of(bytes, header);
    int wide = header.bits() / 8;
    boolean clear = masks.alpha() != 0 && someOpaque(masks, wide);
    for (int y = 0; y < header.height(); y++) {
      int from = rowAt(y);
      for (int x = 0; x < header.width(); x++) {
        masks.put(pixel(from + wide * x, wide), clear, row, 3 * x);
      }
      put(y);
    }
  }

  private int pixel(int at, int wide) throws BadImageException {
    return wide == 2 ? bytes.u16(at, true) : bytes.i32(at);
  }

  /** Writers that know of no alpha leave 0 everywhere, and mean an image that can be seen. */
  private boolean someOpaque(BmpMasks masks, int wide) throws BadImageException {
    for (int y = 0; y < header.height(); y++) {
      int from = rowAt(y);
      for (int x = 0; x < header.width(); x++) {
        if ((pixel(from + wide * x, wide) & masks.alpha()) != 0) {
          return true;
        }
      }
    }
    return false;
  }
}
