package io.catwalk.models.onnx;

import io.catwalk.models.blocks.Extent;
import java.util.List;
import java.util.Optional;

/**
 * Kernel, stride, padding and dilation of a convolution or a pooling that somebody wrote, down and
 * across.
 *
 * @param kernel rows and columns of the window, at least 1
 * @param stride from one position to the next, at least 1
 * @param padding of both sides, at least 0
 * @param dilation distance of the window's cells, 1 for neighbours
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
record SlidingWindow(int[] kernel, int[] stride, int[] padding, int[] dilation) {

  private static final int LARGEST = 4096;

  /**
   * @param known the kernel, where weights tell it; empty where only the attribute does
   */
  static SlidingWindow of(Operator node, Optional<int[]> known) {
    String automatic = node.text("auto_pad", "NOTSET");
    if (!automatic.equals("NOTSET") && !automatic.equals("VALID")) {
      throw node.misfit(
          "attribute auto_pad is "
              + OnnxImportException.shown(automatic)
              + "; expected the paddings themselves, in pads");
    }
    int[] kernel = kernel(node, known);
    int[] stride = pair(node, "strides", 1, 1);
    int[] dilation = pair(node, "dilations", 1, 1);
    return new SlidingWindow(kernel, stride, padding(node), dilation);
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

  /** Top, left, bottom, right in ONNX. */
  private static int[] padding(Operator node) {
    List<Long> pads = node.integers("pads").orElse(List.of(0L, 0L, 0L, 0L));
    if (pads.size() != 4) {
      throw node.misfit("attribute pads has " + pads.size() + " numbers; expected 4, for images");
    }
    if (!pads.get(0).equals(pads.get(2)) || !pads.get(1).equals(pads.get(3))) {
      throw node.misfit("attribute pads is " + pads + "; expected the same on opposite sides");
    }
    return new int[] {within(node, "pads", pads.get(0), 0), within(node, "pads", pads.get(1), 0)};
  }

  boolean isPadded() {
    return padding[0] > 0 || padding[1] > 0;
  }

  boolean isDilated() {
    return dilation[0] > 1 || dilation[1] > 1;
  }

  /** Whether some position would lie wholly in the padding. */
  boolean padsAsFarAsItReaches() {
    return padding[0] >= kernel[0] || padding[1] >= kernel[1];
  }

  /**
   * What it leaves of maps.
   *
   * @throws OnnxImportException when it does not fit into them
   */
  Extent output(Operator node, Extent input, int channels) {
    int height = positions(input.height(), 0);
    int width = positions(input.width(), 1);
    if (height < 1 || width < 1) {
      throw node.misfit(
          "its window of " + kernel[0] + "×" + kernel[1] + " does not fit into maps of " + input);
    }
    return new Extent(channels, height, width, false);
  }

  private int positions(int size, int axis) {
    int free = size + 2 * padding[axis] - ((kernel[axis] - 1) * dilation[axis] + 1);
    return free < 0 ? 0 : free / stride[axis] + 1;
  }
}
