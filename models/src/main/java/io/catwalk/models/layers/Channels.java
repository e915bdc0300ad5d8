package io.catwalk.models.layers;

import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * One number a channel, for maps [N, C, H, W]. The few numbers are held in Java and in double
 * precision; the maps stay where they are.
 */
final class Channels {

  private Channels() {}

  /**
   * The mean of every channel. Average pooling with one window a map does the large part: libnd4j's
   * own sum over three axes takes three times as long, its variance thirty times.
   */
  static double[] means(INDArray maps, Pass pass, ArrayType type) {
    int examples = (int) maps.size(0);
    int channels = (int) maps.size(1);
    INDArray perMap = maps;
    if (maps.size(2) * maps.size(3) > 1) {
      perMap = pass.create(type, maps.dataType(), new long[] {examples, channels, 1, 1});
      pass.kernels().averagePool(maps, wholeMap(maps), 0, perMap);
    }
    double[] sums = new double[channels];
    for (int example = 0; example < examples; example++) {
      for (int channel = 0; channel < channels; channel++) {
        // A buffer counts from its array's first value, also where the array is a view.
        sums[channel] += perMap.data().getDouble((long) example * channels + channel);
      }
    }
    for (int channel = 0; channel < channels; channel++) {
      sums[channel] /= examples;
    }
    return sums;
  }

  /** The sum of every channel. */
  static double[] sums(INDArray maps, Pass pass, ArrayType type) {
    double[] sums = means(maps, pass, type);
    for (int channel = 0; channel < sums.length; channel++) {
      sums[channel] *= (double) maps.length() / sums.length;
    }
    return sums;
  }

  private static Window wholeMap(INDArray maps) {
    int[] size = {(int) maps.size(2), (int) maps.size(3)};
    return new Window(
        size, size, new int[] {0, 0}, new int[] {1, 1}, ConvolutionMode.Truncate, CNN2DFormat.NCHW);
  }

  /** The numbers as an array [1, C, 1, 1] that broadcasts over maps. */
  static INDArray broadcastable(double[] values, DataType dataType, Pass pass, ArrayType type) {
    INDArray vector = pass.create(type, dataType, new long[] {1, values.length, 1, 1});
    write(values, vector);
    return vector;
  }

  /** The values of a contiguous vector, of whatever rank. */
  static double[] read(INDArray vector) {
    double[] values = new double[(int) vector.length()];
    for (int i = 0; i < values.length; i++) {
      values[i] = vector.data().getDouble(i);
    }
    return values;
  }

  static void write(double[] values, INDArray vector) {
    for (int i = 0; i < values.length; i++) {
      vector.data().put(i, values[i]);
    }
  }
}
