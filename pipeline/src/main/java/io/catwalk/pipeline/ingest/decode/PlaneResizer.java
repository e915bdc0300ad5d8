package io.catwalk.pipeline.ingest.decode;

import io.catwalk.models.ImageShape;
import io.catwalk.pipeline.ingest.format.ImageHeader;

/** Averages the planes of one stored image to the target and lays them out there, upright. */
final class PlaneResizer {

  private final ImageShape shape;
  private final ResizeGeometry geometry;
  private final ImageHeader header;
  private final Turn turn;
  private final int columns;
  private final int rows;

  /** Of the plane before: the two colour planes are alike, and often all three. */
  private AreaWeights across;

  private AreaWeights down;
  private double lastWide;
  private double lastHigh;

  /**
   * @param geometry for the upright image in full
   */
  PlaneResizer(ImageShape shape, ResizeGeometry geometry, ImageHeader header) {
    this.shape = shape;
    this.geometry = geometry;
    this.header = header;
    this.turn = Turn.of(header.orientation());
    this.columns = turn.swapped() ? geometry.scaledHeight() : geometry.scaledWidth();
    this.rows = turn.swapped() ? geometry.scaledWidth() : geometry.scaledHeight();
  }

  /**
   * @param wide stored pixels that a value of the plane is wide
   * @param high and high
   * @return rows × columns as stored
   */
  float[] resize(float[] plane, int stride, double wide, double high) {
    if (wide != lastWide || high != lastHigh) {
      weigh(wide, high);
    }
    int used = (int) Math.ceil(header.width() / wide);
    float[] row = new float[used];
    float[] result = new float[rows * columns];
    for (int j = 0; j < rows; j++) {
      down.rows(j, plane, stride, row, used);
      for (int i = 0; i < columns; i++) {
        result[j * columns + i] = across.average(i, row);
      }
    }
    return result;
  }

  private void weigh(double wide, double high) {
    int x = turn.swapped() ? geometry.y() : geometry.x();
    int y = turn.swapped() ? geometry.x() : geometry.y();
    int width = turn.swapped() ? geometry.height() : geometry.width();
    int height = turn.swapped() ? geometry.width() : geometry.height();
    across =
        weights(
            header.width(), turn.right() ? header.width() - x - width : x, width, columns, wide);
    down =
        weights(
            header.height(), turn.down() ? header.height() - y - height : y, height, rows, high);
    lastWide = wide;
    lastHigh = high;
  }

  private static AreaWeights weights(int length, int from, int used, int intervals, double cell) {
    int cells = (int) Math.ceil(length / cell);
    return new AreaWeights(cells, from / cell, used / cell / intervals, intervals);
  }

  /**
   * @param planes brightness alone, or with the two colour differences of JFIF
   * @param pixels channels × height × width
   */
  void place(float[][] planes, byte[] pixels) {
    int size = shape.height() * shape.width();
    for (int y = 0; y < geometry.scaledHeight(); y++) {
      for (int x = 0; x < geometry.scaledWidth(); x++) {
        int from = turn.row(x, y, rows) * columns + turn.column(x, y, columns);
        int to = (geometry.top() + y) * shape.width() + geometry.left() + x;
        float brightness = planes[0][from];
        float blue = planes.length == 1 ? 0 : planes[1][from] - 128;
        float red = planes.length == 1 ? 0 : planes[2][from] - 128;
        if (shape.channels() == 1) {
          pixels[to] = clip(brightness);
        } else {
          pixels[to] = clip(brightness + 1.402f * red);
          pixels[to + size] = clip(brightness - 0.344136f * blue - 0.714136f * red);
          pixels[to + 2 * size] = clip(brightness + 1.772f * blue);
        }
      }
    }
  }

  private static byte clip(float value) {
    return (byte) Math.max(0, Math.min(255, (int) (value + 0.5f)));
  }
}
