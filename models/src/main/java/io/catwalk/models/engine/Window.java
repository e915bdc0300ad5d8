package io.catwalk.models.engine;

/**
 * How a kernel or a pooling window slides over maps. Padding may differ between the sides, as
 * DL4J's {@code Same} mode wants it; what is left at the end and fills no window is not looked at.
 *
 * @param height rows of the window
 * @param width columns of the window
 * @param rowStride rows from one position to the next
 * @param columnStride columns from one position to the next
 * @param top rows of padding above
 * @param bottom rows of padding below
 * @param left columns of padding to the left
 * @param right columns of padding to the right
 * @param rowDilation distance of the window's rows, 1 for neighbours
 * @param columnDilation distance of the window's columns, 1 for neighbours
 */
public record Window(
    int height,
    int width,
    int rowStride,
    int columnStride,
    int top,
    int bottom,
    int left,
    int right,
    int rowDilation,
    int columnDilation) {

  /** Positions that an input of so many rows has. */
  public int rows(int inputRows) {
    return positions(inputRows + top + bottom, height, rowStride, rowDilation);
  }

  /** Positions that an input of so many columns has. */
  public int columns(int inputColumns) {
    return positions(inputColumns + left + right, width, columnStride, columnDilation);
  }

  private static int positions(int size, int window, int stride, int dilation) {
    int reach = (window - 1) * dilation + 1;
    return size < reach ? 0 : (size - reach) / stride + 1;
  }
}
