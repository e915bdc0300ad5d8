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
    int strips = Strips.count(maps, row(maps));
    INDArray perStrip = maps;
    if (maps.size(2) * maps.size(3) > 1) {
      INDArray cut = Strips.cut(maps, strips);
      perStrip = pass.create(type, maps.dataType(), examples, (long) channels * strips, 1, 1);
      pass.kernels().averagePool(cut, window(cut.size(2), cut.size(3)), 0, perStrip);
    }
    double[] sums = new double[channels];
    for (int strip = 0; strip < examples * channels * strips; strip++) {
      // A buffer counts from its array's first value, also where the array is a view.
      sums[strip / strips % channels] += perStrip.data().getDouble(strip);
    }
    for (int channel = 0; channel < channels; channel++) {
      sums[channel] /= (double) examples * strips;
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

  private static Window row(INDArray maps) {
    return window(1, maps.size(3));
  }

  private static Window window(long height, long width) {
    int[] size = {(int) height, (int) width};
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
