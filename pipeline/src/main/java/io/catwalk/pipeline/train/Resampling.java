package io.catwalk.pipeline.train;

import io.catwalk.models.ImageShape;
import java.util.Arrays;

/**
 * Moves images, channel after channel, with bilinear interpolation. Where pixels come from is
 * computed once for all channels of a row.
 */
final class Resampling {

  private static final int OUTSIDE = -1;

  private final int channels;
  private final int height;
  private final int width;
  private final float[] black;
  private final boolean edges;

  /** Of one row: the upper left of the four pixels that count, and how much the others do. */
  private final int[] offsets;

  private final float[] rights;
  private final float[] lowers;
  private final float[] columns;
  private final float[] rows;

  /**
   * @param black what a black pixel is, a channel
   * @param edges whether an image's own edge goes on outside of it; else it is black there
   */
  Resampling(ImageShape shape, float[] black, boolean edges) {
    this.channels = shape.channels();
    this.height = shape.height();
    this.width = shape.width();
    this.black = black;
    this.edges = edges;
    this.offsets = new int[width];
    this.rights = new float[width];
    this.lowers = new float[width];
    this.columns = new float[width];
    this.rows = new float[width];
  }

  /** Writes the moved image to {@code into}, from {@code at} on. */
  void move(float[] source, Movement movement, float[] into, int at) {
    for (int row = 0; row < height; row++) {
      if (movement.whole()) {
        copyRow(source, movement, row, into, at + row * width);
      } else {
        locate(movement, row);
        interpolateRow(source, into, at + row * width);
      }
    }
  }

  private void copyRow(float[] source, Movement movement, int row, float[] into, int at) {
    int plane = height * width;
    int step = movement.xx() < 0 ? -1 : 1;
    int first = (int) Math.round(movement.x());
    int from = (int) Math.round(movement.y()) + row;
    for (int channel = 0; channel < channels; channel++) {
      int to = at + channel * plane;
      boolean inside = from >= 0 && from < height;
      if (!inside && !edges) {
        Arrays.fill(into, to, to + width, black[channel]);
        continue;
      }
      int line = channel * plane + clamp(from, height) * width;
      for (int i = 0, column = first; i < width; i++, column += step) {
        boolean within = column >= 0 && column < width;
        into[to + i] = within || edges ? source[line + clamp(column, width)] : black[channel];
      }
    }
  }

  private void locate(Movement movement, int row) {
    double x = movement.x() + movement.xy() * row;
    double y = movement.y() + movement.yy() * row;
    double farRight = width - 1.0;
    double farDown = height - 1.0;
    for (int i = 0; i < width; i++) {
      double column = x + movement.xx() * i;
      double line = y + movement.yx() * i;
      if (edges) {
        column = Math.max(0, Math.min(farRight, column));
        line = Math.max(0, Math.min(farDown, line));
      }
      int left = (int) Math.floor(column);
      int top = (int) Math.floor(line);
      boolean inner = left >= 0 && top >= 0 && left < width - 1 && top < height - 1;
      offsets[i] = inner ? top * width + left : OUTSIDE;
      rights[i] = (float) (column - left);
      lowers[i] = (float) (line - top);
      columns[i] = left;
      rows[i] = top;
    }
  }

  private void interpolateRow(float[] source, float[] into, int at) {
    int plane = height * width;
    for (int channel = 0; channel < channels; channel++) {
      int base = channel * plane;
      int to = at + base;
      for (int i = 0; i < width; i++) {
        int offset = offsets[i];
        if (offset == OUTSIDE) {
          into[to + i] = atTheEdge(source, channel, i);
          continue;
        }
        int p = base + offset;
        float right = rights[i];
        float upper = source[p] + right * (source[p + 1] - source[p]);
        p += width;
        float lower = source[p] + right * (source[p + 1] - source[p]);
        into[to + i] = upper + lowers[i] * (lower - upper);
      }
    }
  }

  private float atTheEdge(float[] source, int channel, int i) {
    int left = (int) columns[i];
    int top = (int) rows[i];
    float right = rights[i];
    float upper =
        pixel(source, channel, top, left) * (1 - right)
            + pixel(source, channel, top, left + 1) * right;
    float lower =
        pixel(source, channel, top + 1, left) * (1 - right)
            + pixel(source, channel, top + 1, left + 1) * right;
    return upper + lowers[i] * (lower - upper);
  }

  private float pixel(float[] source, int channel, int row, int column) {
    boolean inside = row >= 0 && row < height && column >= 0 && column < width;
    return inside || edges
        ? source[(channel * height + clamp(row, height)) * width + clamp(column, width)]
        : black[channel];
  }

  private static int clamp(int index, int size) {
    return Math.max(0, Math.min(size - 1, index));
  }
}
