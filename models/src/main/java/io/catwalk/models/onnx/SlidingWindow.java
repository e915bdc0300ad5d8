package io.catwalk.models.onnx;

import io.catwalk.models.blocks.Extent;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.deeplearning4j.nn.conf.ConvolutionMode;

/**
 * Kernel, stride, padding and dilation of a convolution or a pooling that somebody wrote, down and
 * across. Deeplearning4j pads opposite sides alike, or as its mode Same does, whose odd row or
 * column is at the end; any other padding is refused.
 *
 * @param kernel rows and columns of the window, at least 1
 * @param stride from one position to the next, at least 1
 * @param dilation distance of the window's cells, 1 for neighbours
 * @param padding of the beginning, at least 0
 * @param positions of the window
 * @param mode that pads so
 * @param padded whether any window reaches over the edge
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
record SlidingWindow(
    int[] kernel,
    int[] stride,
    int[] dilation,
    int[] padding,
    int[] positions,
    ConvolutionMode mode,
    boolean padded) {

  private static final int LARGEST = 4096;

  /**
   * @param known the kernel, where weights tell it; empty where only the attribute does
   * @param input that it slides over
   */
  static SlidingWindow of(Operator node, Optional<int[]> known, Extent input) {
    int[] kernel = kernel(node, known);
    int[] stride = pair(node, "strides", 1, 1);
    int[] dilation = pair(node, "dilations", 1, 1);
    boolean ceil = node.integer("ceil_mode", 0) != 0;
    long[] pads = padding(node);
    String automatic = node.text("auto_pad", "NOTSET");
    boolean same = automatic.equals("SAME_UPPER");
    if (!same && !automatic.equals("NOTSET") && !automatic.equals("VALID")) {
      throw node.misfit(
          "attribute auto_pad is "
              + OnnxImportException.shown(automatic)
              + "; expected the paddings themselves, in pads");
    }
    Axis[] axes = new Axis[2];
    for (int i = 0; i < 2; i++) {
      Axis axis =
          new Axis(
              i == 0 ? input.height() : input.width(),
              (kernel[i] - 1) * dilation[i] + 1,
              stride[i],
              (int) pads[i],
              (int) pads[i + 2]);
      axes[i] = same ? axis.asSame() : ceil ? axis.upwards() : axis;
      if (axes[i].positions() < 1) {
        throw node.misfit(
            "its window of " + kernel[0] + "×" + kernel[1] + " does not fit into maps of " + input);
      }
    }
    return new SlidingWindow(
        kernel,
        stride,
        dilation,
        new int[] {axes[0].begin(), axes[1].begin()},
        new int[] {axes[0].positions(), axes[1].positions()},
        mode(node, axes, ceil, dilation),
        axes[0].reachesOver() || axes[1].reachesOver());
  }

  private static ConvolutionMode mode(Operator node, Axis[] axes, boolean ceil, int[] dilation) {
    if (axes[0].isSymmetric() && axes[1].isSymmetric()) {
      return ConvolutionMode.Truncate;
    }
    if (axes[0].isSame() && axes[1].isSame() && dilation[0] == 1 && dilation[1] == 1) {
      return ConvolutionMode.Same;
    }
    throw node.misfit(
        ceil
            ? "attribute ceil_mode is 1, by which windows reach over one edge; expected 0"
            : "attribute pads is "
                + Arrays.toString(padding(node))
                + "; expected the same on opposite sides");
  }

  /**
   * One of both directions.
   *
   * @param size of the maps
   * @param reach of the window
   * @param begin padding before them
   * @param end padding behind them
   */
  private record Axis(int size, int reach, int stride, int begin, int end) {

    int positions() {
      int free = size + begin + end - reach;
      return free < 0 ? 0 : free / stride + 1;
    }

    /** As many positions as start in the maps or before them: what PyTorch's ceil_mode says. */
    Axis upwards() {
      int more = positions() * stride + reach - size - begin;
      boolean starts = positions() * stride < size + begin;
      boolean exact = (size + begin + end - reach) % stride == 0;
      return exact || !starts ? this : new Axis(size, reach, stride, begin, more);
    }

    /** ⌈size / stride⌉ positions. */
    Axis asSame() {
      int total = Math.max(0, ((size + stride - 1) / stride - 1) * stride + reach - size);
      return new Axis(size, reach, stride, total / 2, total - total / 2);
    }

    boolean isSymmetric() {
      return positions() == new Axis(size, reach, stride, begin, begin).positions();
    }

    boolean isSame() {
      return begin == asSame().begin() && positions() == asSame().positions();
    }

    boolean reachesOver() {
      return begin > 0 || (positions() - 1) * stride + reach > size;
    }
  }

  private static int[] kernel(Operator node, Optional<int[]> known) {
    if (known.isEmpty()) {
      if (node.integers("kernel_shape").isEmpty()) {
        throw node.misfit("no attribute kernel_shape");
      }
      return pair(node, "kernel_shape", 1, 1);
    }
    int[] weights = known.get();
    for (int size : weights) {
      within(node, "kernel_shape", size, 1);
    }
    List<Long> told =
        node.integers("kernel_shape").orElse(List.of((long) weights[0], (long) weights[1]));
    if (!told.equals(List.of((long) weights[0], (long) weights[1]))) {
      throw node.misfit(
          "attribute kernel_shape is other than its weights' " + weights[0] + "×" + weights[1]);
    }
    return weights;
  }

  private static int[] pair(Operator node, String name, int otherwise, int least) {
    List<Long> values = node.integers(name).orElse(List.of((long) otherwise, (long) otherwise));
    if (values.size() != 2) {
      throw node.misfit(
          "attribute " + name + " has " + values.size() + " numbers; expected 2, for images");
    }
    return new int[] {
      within(node, name, values.get(0), least), within(node, name, values.get(1), least)
    };
  }

  private static int within(Operator node, String name, long value, int least) {
    if (value < least || value > LARGEST) {
      throw node.misfit(
          "attribute " + name + " holds " + value + "; expected " + least + " to " + LARGEST);
    }
    return (int) value;
  }

  /** Top, left, bottom, right. */
  private static long[] padding(Operator node) {
    List<Long> pads = node.integers("pads").orElse(List.of(0L, 0L, 0L, 0L));
    if (pads.size() != 4) {
      throw node.misfit("attribute pads has " + pads.size() + " numbers; expected 4, for images");
    }
    return pads.stream().mapToLong(pad -> within(node, "pads", pad, 0)).toArray();
  }

  boolean isDilated() {
    return dilation[0] > 1 || dilation[1] > 1;
  }

  /** Whether some position would lie wholly in the padding. */
  boolean padsAsFarAsItReaches() {
    return padding[0] >= kernel[0] || padding[1] >= kernel[1];
  }

  /** What it leaves of maps. */
  Extent output(int channels) {
    return new Extent(channels, positions[0], positions[1], false);
  }

  /** The padding that Deeplearning4j is told. */
  int[] told() {
    return mode == ConvolutionMode.Same ? new int[] {0, 0} : padding;
  }
}
