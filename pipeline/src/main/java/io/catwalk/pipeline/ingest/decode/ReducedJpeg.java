package io.catwalk.pipeline.ingest.decode;

import io.catwalk.models.ImageShape;
import io.catwalk.pipeline.ingest.format.BadImageException;
import io.catwalk.pipeline.ingest.format.BlockBasis;
import io.catwalk.pipeline.ingest.format.Bytes;
import io.catwalk.pipeline.ingest.format.EntropyReader;
import io.catwalk.pipeline.ingest.format.ImageHeader;
import io.catwalk.pipeline.ingest.format.JpegFrame;

/**
 * Decodes baseline JPEGs straight to a smaller shape. Entropy decoding is most of the work; of each
 * 8 × 8 block only the averages are computed that the reduction asks for, every colour component is
 * averaged to the target by itself, and colours are converted there: all three steps are linear, so
 * their order does not matter. Not thread-safe.
 */
final class ReducedJpeg {

  /** Larger planes would cost more memory than the time is worth. */
  private static final long MOST_VALUES = 1 << 22;

  private final ImageShape shape;
  private final JpegFrame frame = new JpegFrame();
  private final float[][] planes = new float[3][0];
  private final int[] strides = new int[3];
  private final BlockBasis[] bases = new BlockBasis[3];

  /** Of the block being read; new for each file, for one that is damaged leaves its rest here. */
  private float[] sums = new float[16];

  ReducedJpeg(ImageShape shape) {
    this.shape = shape;
  }

  /**
   * @param file a JPEG whose header is sound
   * @param reduction 2, 4 or 8
   * @return a new array, channels × height × width; null where the file is of a kind that another
   *     decoder must read
   * @throws BadImageException when the data is damaged
   */
  byte[] decode(byte[] file, ImageHeader header, ResizeGeometry geometry, int reduction)
      throws BadImageException {
    if (header.pixels() / reduction / reduction > MOST_VALUES || !frame.read(new Bytes(file))) {
      return null;
    }
    header.requireSize(frame.width, frame.height, 1);
    sums = new float[16];
    prepare(8 / reduction);
    readScan(new EntropyReader(file, frame.dataAt));
    PlaneResizer resizer = new PlaneResizer(shape, geometry, header);
    byte[] pixels = new byte[shape.values()];
    int used = shape.channels() == 1 ? 1 : frame.components;
    float[][] scaled = new float[used][];
    for (int i = 0; i < used; i++) {
      double wide = 8.0 / bases[i].n * frame.horizontal[0] / frame.horizontal[i];
      double high = 8.0 / bases[i].n * frame.vertical[0] / frame.vertical[i];
      scaled[i] = resizer.resize(planes[i], strides[i], wide, high);
    }
    resizer.place(scaled, pixels);
    return pixels;
  }

  private int columns() {
    return (frame.width + 8 * frame.horizontal[0] - 1) / (8 * frame.horizontal[0]);
  }

  private int rows() {
    return (frame.height + 8 * frame.vertical[0] - 1) / (8 * frame.vertical[0]);
  }

  private void prepare(int n) {
    boolean coarse = frame.horizontal[0] == 2 && frame.vertical[0] == 2;
    for (int i = 0; i < frame.components; i++) {
      int points = i > 0 && coarse ? Math.min(4, 2 * n) : n;
      bases[i] = new BlockBasis(points, frame.quantisation(i));
      strides[i] = columns() * frame.horizontal[i] * points;
      int size = strides[i] * rows() * frame.vertical[i] * points;
      if (planes[i].length < size) {
        planes[i] = new float[size];
      }
    }
  }

  private void readScan(EntropyReader reader) throws BadImageException {
    int[] dc = new int[3];
    int columns = columns();
    int units = columns * rows();
    int interval = frame.restartInterval == 0 ? units : frame.restartInterval;
    for (int unit = 0, restart = 0; unit < units; unit++) {
      if (unit > 0 && unit % interval == 0) {
        reader.endInterval(restart++ & 7);
        dc = new int[3];
      }
      for (int i = 0; i < frame.components; i++) {
        dc[i] = component(reader, i, unit % columns, unit / columns, dc[i]);
      }
    }
    reader.endInterval(-1);
  }

  /** Reads one component's blocks of a unit. */
  private int component(EntropyReader reader, int i, int column, int row, int previousDc)
      throws BadImageException {
    BlockBasis basis = bases[i];
    int level = previousDc;
    for (int v = 0; v < frame.vertical[i]; v++) {
      int at =
          (row * frame.vertical[i] + v) * basis.n * strides[i]
              + column * frame.horizontal[i] * basis.n;
      for (int h = 0; h < frame.horizontal[i]; h++) {
        level = reader.block(frame.dc(i), frame.ac(i), basis, sums, level);
        basis.write(sums, planes[i], at + h * basis.n, strides[i]);
      }
    }
    return level;
  }
}
