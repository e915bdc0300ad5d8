package io.catwalk.models.engine.reference;

import io.catwalk.models.blocks.Extent;
import io.catwalk.models.engine.Operation;
import io.catwalk.models.engine.Window;
import java.util.Arrays;

/** Pooling; of equal largest values the first one, row by row, has the gradient. */
final class PoolStep implements Step {

  private final Operation.Pool pool;

  PoolStep(Operation.Pool pool) {
    this.pool = pool;
  }

  @Override
  public void forward(Pass pass) {
    double[] in = pass.values()[pool.input()];
    double[] out = pass.values()[pool.output()];
    for (int i = 0; i < out.length; i++) {
      int[] cells = cells(pass, i);
      double sum = 0;
      for (int cell : cells) {
        sum += in[cell];
      }
      out[i] = pool.kind() == Operation.Pool.Kind.MAX ? in[largest(cells, in)] : sum / cells.length;
    }
  }

  @Override
  public void backward(Pass pass) {
    double[] in = pass.values()[pool.input()];
    double[] atIn = pass.atValues()[pool.input()];
    double[] at = pass.atValues()[pool.output()];
    for (int i = 0; i < at.length; i++) {
      int[] cells = cells(pass, i);
      if (pool.kind() == Operation.Pool.Kind.MAX) {
        atIn[largest(cells, in)] += at[i];
      } else {
        for (int cell : cells) {
          atIn[cell] += at[i] / cells.length;
        }
      }
    }
  }

  private static int largest(int[] cells, double[] in) {
    int largest = cells[0];
    for (int cell : cells) {
      largest = in[cell] > in[largest] ? cell : largest;
    }
    return largest;
  }

  /** Positions in the input that an output's window covers, padding left out. */
  private int[] cells(Pass pass, int output) {
    Extent in = pass.extent(pool.input());
    Extent out = pass.extent(pool.output());
    Window window = pool.window();
    int x = output % out.width();
    int y = output / out.width() % out.height();
    int plane = output / (out.width() * out.height());
    int[] cells = new int[window.height() * window.width()];
    int count = 0;
    for (int ky = 0; ky < window.height(); ky++) {
      int row = y * window.rowStride() - window.top() + ky * window.rowDilation();
      for (int kx = 0; kx < window.width(); kx++) {
        int column = x * window.columnStride() - window.left() + kx * window.columnDilation();
        if (row >= 0 && row < in.height() && column >= 0 && column < in.width()) {
          cells[count++] = (plane * in.height() + row) * in.width() + column;
        }
      }
    }
    return Arrays.copyOf(cells, count);
  }
}
