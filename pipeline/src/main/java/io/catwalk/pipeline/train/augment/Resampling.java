package io.catwalk.pipeline.train.augment;

import io.catwalk.models.ImageShape;
import java.util.Arrays;

/**
 * Moves images, channel after channel, with bilinear interpolation. Where pixels come from is
 * computed once for all channels of a row, and where nothing is turned once for all rows.
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
  private final int[] lefts;
  private final int[] tops;

  /** Of two rows, what is between them. */
  private final float[] between;

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
    this.lefts = new int[width];
    this.tops = new int[width];
    this.between = new float[width];
  }

  /** Writes the moved image to {@code into}, from {@code at} on. */
  void move(float[] source, Movement movement, float[] into, int at) {
    boolean straight = movement.xy() == 0 && movement.yx() == 0;
    boolean located = false;
    for (int row = 0; row < height; row++) {
      int to = at + row * width;
      double line = movement.y() + movement.yy() * row;
      if (movement.whole()) {
        copyRow(source, movement, (int) Math.round(line), into, to);
      } else if (straight && line >= 0 && line < height - 1) {
        if (!located) {
          locateColumns(movement);
        }
        located = true;
        scaleRow(source, line, into, to);
      } else {
        located = false;
        locate(movement, row);
        interpolateRow(source, into, to);
      }
    }
  }

  private void copyRow(float[] source, Movement movement, int row, float[] into, int at) {
    int first = (int) Math.round(movement.x());
    boolean mirrored = movement.xx() < 0;
    // Positions from which on, and before which, columns lie inside.
    int from = Math.max(0, Math.min(width, mirrored ? first - width + 1 : -first));
    int end = Math.max(from, Math.min(width, mirrored ? first + 1 : width - first));
    for (int channel = 0; channel < channels; channel++) {
      int to = at + channel * height * width;
      if (!edges && (row < 0 || row >= height)) {
        Arrays.fill(into, to, to + width, black[channel]);
        continue;
      }
      int line = (channel * height + clamp(row, height)) * width;
      float start = edges ? source[line + clamp(first, width)] : black[channel];
      int last = mirrored ? first - width + 1 : first + width - 1;
      float rest = edges ? source[line + clamp(last, width)] : black[channel];
      Arrays.fill(into, to, to + from, start);
      if (mirrored) {
        for (int i = from; i < end; i++) {
          into[to + i] = source[line + first - i];
        }
      } else {
        System.arraycopy(source, line + first + from, into, to + from, end - from);
      }
      Arrays.fill(into, to + end, to + width, rest);
    }
  }

  private void locateColumns(Movement movement) {
    for (int i = 0; i < width; i++) {
      locate(i, movement.x() + movement.xx() * i, 0);
      // Behind the last column there is nothing to interpolate with.
      boolean inner = lefts[i] >= 0 && lefts[i] < width - 1;
      offsets[i] = inner ? lefts[i] : OUTSIDE;
    }
  }

  /** A row that is not turned lies between the same two lines everywhere. */
  private void scaleRow(float[] source, double line, float[] into, int at) {
    int top = (int) line;
    float lower = (float) (line - top);
    for (int channel = 0; channel < channels; channel++) {
      int upper = (channel * height + top) * width;
      for (int i = 0; i < width; i++) {
        float pixel = source[upper + i];
        between[i] = pixel + lower * (source[upper + width + i] - pixel);
      }
      int to = at + channel * height * width;
      for (int i = 0; i < width; i++) {
        int left = offsets[i];
        into[to + i] =
            left == OUTSIDE
                ? besides(i, black[channel])
                : between[left] + rights[i] * (between[left + 1] - between[left]);
      }
    }
  }

  /** Where one or both of the columns lie outside. */
  private float besides(int i, float outside) {
    int left = lefts[i];
    float one = edges || left >= 0 && left < width ? between[clamp(left, width)] : outside;
    float other =
        edges || left + 1 >= 0 && left + 1 < width ? between[clamp(left + 1, width)] : outside;
    return one + rights[i] * (other - one);
  }

  private void locate(Movement movement, int row) {
    double x = movement.x() + movement.xy() * row;
    double y = movement.y() + movement.yy() * row;
    double farRight = width - 1.0;
    double farDown = height - 1.0;
    for (int i = 0; i < width; i++) {
      double column = x + movement.xx() * i;
      double line = y + movement.yx() * i;
      if (column >= 0 && line >= 0 && column < farRight && line < farDown) {
        int left = (int) column;
        int top = (int) line;
        offsets[i] = top * width + left;
        rights[i] = (float) (column - left);
        lowers[i] = (float) (line - top);
      } else {
        locate(i, column, line);
        offsets[i] = OUTSIDE;
      }
    }
  }

  private void locate(int i, double anyColumn, double anyLine) {
    double column = edges ? Math.max(0, Math.min(width - 1.0, anyColumn)) : anyColumn;
    double line = edges ? Math.max(0, Math.min(height - 1.0, anyLine)) : anyLine;
    lefts[i] = (int) Math.floor(column);
    tops[i] = (int) Math.floor(line);
    rights[i] = (float) (column - lefts[i]);
    lowers[i] = (float) (line - tops[i]);
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
    int left = lefts[i];
    int top = tops[i];
    float one = pixel(source, channel, top, left);
    float upper = one + rights[i] * (pixel(source, channel, top, left + 1) - one);
    one = pixel(source, channel, top + 1, left);
    float lower = one + rights[i] * (pixel(source, channel, top + 1, left + 1) - one);
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
