package io.catwalk.pipeline.ingest.format;

import static org.bytedeco.opencv.global.opencv_core.CV_8UC3;

import java.util.Arrays;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * The first frame of a GIF on its canvas, over white, a row at a time. Java's own reader leaves the
 * rest of a frame as it is where its data ends or makes no sense, keeps all of it on the heap, and
 * takes no first codes of more than 8 bits, which some writers make.
 */
public final class GifFrame implements GifCodes.Pixels {

  private static final int WHITE = 0xffffff;
  private static final int COLOURS = 256;

  /** First row and step of each pass over an interlaced frame (GIF89a, appendix E). */
  private static final int[][] PASSES = {{0, 8}, {4, 8}, {2, 4}, {1, 2}};

  private final Mat canvas;
  private final int left;
  private final int top;
  private final int width;
  private final int height;
  private final boolean interlaced;
  private final int[] palette = new int[COLOURS];
  private final byte[] row;
  private int column;
  private int y;
  private int pass;

  private GifFrame(Bytes bytes, int at, Mat canvas) throws BadImageException {
    this.canvas = canvas;
    this.left = bytes.u16(at + 1, true);
    this.top = bytes.u16(at + 3, true);
    this.width = bytes.u16(at + 5, true);
    this.height = bytes.u16(at + 7, true);
    this.interlaced = (bytes.u8(at + 9) & 0x40) != 0;
    this.row = new byte[3 * width];
    palette(bytes, at);
  }

  /**
   * @param canvas becomes blue-green-red of the header's width × height
   * @throws BadImageException when the frame's data does not make all its pixels
   */
  public static void read(byte[] file, ImageHeader header, Mat canvas) throws BadImageException {
    canvas.create(header.height(), header.width(), CV_8UC3);
    byte[] white = new byte[3 * header.width()];
    Arrays.fill(white, (byte) 255);
    for (int y = 0; y < header.height(); y++) {
      put(canvas, 0, y, white, white.length);
    }
    Bytes bytes = new Bytes(file);
    int at = GifHeader.firstFrame(bytes);
    GifFrame frame = new GifFrame(bytes, at, canvas);
    int data = at + 10 + GifHeader.colourTable(bytes.u8(at + 9));
    GifCodes.follow(bytes, data, (long) frame.width * frame.height, frame);
  }

  /** The frame's own colours, else the file's; greys where there are none. */
  private void palette(Bytes bytes, int at) throws BadImageException {
    int own = GifHeader.colourTable(bytes.u8(at + 9));
    int size = own > 0 ? own : GifHeader.colourTable(bytes.u8(10));
    int from = own > 0 ? at + 10 : 13;
    for (int i = 0; i < size / 3; i++) {
      int entry = from + 3 * i;
      palette[i] = bytes.u8(entry) << 16 | bytes.u8(entry + 1) << 8 | bytes.u8(entry + 2);
    }
    if (size == 0) {
      Arrays.setAll(palette, grey -> grey * 0x10101);
    }
    int clear = GifHeader.transparent(bytes, at);
    if (clear >= 0) {
      palette[clear] = WHITE;
    }
  }

  @Override
  public void next(int index) {
    int colour = palette[index];
    row[3 * column] = (byte) colour;
    row[3 * column + 1] = (byte) (colour >> 8);
    row[3 * column + 2] = (byte) (colour >> 16);
    if (++column == width) {
      column = 0;
      endRow();
    }
  }

  private void endRow() {
    int columns = Math.min(width, canvas.cols() - left);
    if (top + y < canvas.rows() && columns > 0) {
      put(canvas, left, top + y, row, 3 * columns);
    }
    if (!interlaced) {
      y++;
      return;
    }
    y += PASSES[pass][1];
    while (y >= height && pass < PASSES.length - 1) {
      y = PASSES[++pass][0];
    }
  }

  private static void put(Mat canvas, int x, int y, byte[] bgr, int length) {
    try (BytePointer row = canvas.ptr(y)) {
      row.position(3L * x).put(bgr, 0, length);
    }
  }
}
