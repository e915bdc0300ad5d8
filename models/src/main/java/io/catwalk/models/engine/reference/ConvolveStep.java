package io.catwalk.models.engine.reference;

import io.catwalk.models.blocks.Extent;
import io.catwalk.models.engine.Operation;
import io.catwalk.models.engine.Window;

/** Cross-correlation, term by term. */
final class ConvolveStep implements Step {

  private final Operation.Convolve convolve;
  private final Function function;

  ConvolveStep(Operation.Convolve convolve) {
    this.convolve = convolve;
    this.function = new Function(convolve.function());
  }

  /**
   * One row of products: a weight with {@code count} outputs side by side and the inputs that it
   * meets there, {@code step} apart.
   */
  private interface Row {
    void at(int input, int step, int weight, int output, int count);
  }

  private void each(Pass pass, Row row) {
    Extent in = pass.extent(convolve.input());
    Extent out = pass.extent(convolve.output());
    Window window = convolve.window();
    int cells = window.height() * window.width();
    for (int weight = 0; weight < out.channels() * in.channels() * cells; weight++) {
      int o = weight / cells / in.channels();
      int c = weight / cells % in.channels();
      int down = weight % cells / window.width() * window.rowDilation() - window.top();
      int across = weight % window.width() * window.columnDilation() - window.left();
      int step = window.columnStride();
      int first = across >= 0 ? 0 : (-across + step - 1) / step;
      int count = Math.min(out.width(), (in.width() - across + step - 1) / step) - first;
      for (int i = 0; i < pass.n(); i++) {
        for (int y = 0; y < out.height(); y++) {
          int inputRow = y * window.rowStride() + down;
          if (inputRow >= 0 && inputRow < in.height()) {
            row.at(
                ((i * in.channels() + c) * in.height() + inputRow) * in.width()
                    + first * step
                    + across,
                step,
                pass.at(convolve.weights()) + weight,
                ((i * out.channels() + o) * out.height() + y) * out.width() + first,
                count);
          }
        }
      }
    }
  }

  @Override
  public void forward(Pass pass) {
    double[] in = pass.values()[convolve.input()];
    double[] out = pass.values()[convolve.output()];
    for (int i = 0; i < out.length; i++) {
      out[i] = pass.bias(convolve.bias(), filter(pass, i));
    }
    each(
        pass,
        (input, step, weight, output, count) -> {
          double factor = pass.parameters()[weight];
          for (int i = 0; i < count; i++) {
            out[output + i] += in[input + i * step] * factor;
          }
        });
    function.apply(out);
  }

  @Override
  public void backward(Pass pass) {
    double[] in = pass.values()[convolve.input()];
    double[] atIn = pass.atValues()[convolve.input()];
    double[] at = function.backward(pass.atValues()[convolve.output()]);
    for (int i = 0; i < at.length; i++) {
      pass.addToBias(convolve.bias(), filter(pass, i), at[i]);
    }
    each(
        pass,
        (input, step, weight, output, count) -> {
          double factor = pass.parameters()[weight];
          double sum = 0;
          for (int i = 0; i < count; i++) {
            atIn[input + i * step] += at[output + i] * factor;
            sum += at[output + i] * in[input + i * step];
          }
          pass.gradient()[weight] += sum;
        });
  }

  private int filter(Pass pass, int output) {
    Extent out = pass.extent(convolve.output());
    return output / (out.height() * out.width()) % out.channels();
  }
}
