package io.catwalk.pipeline.train.state;

import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;
import org.nd4j.linalg.api.concurrency.AffinityManager;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Copies between the Java heap and an array's memory outside of it, a range at a time and without a
 * detour: ND4J's own conversions go element by element.
 *
 * <p>An array must be of floats that lie one after the other, as a network's parameters and its
 * updater's state do. Bytes are in the machine's order.
 */
public final class NativeFloats {

  private static final int BYTES = Float.BYTES;

  private NativeFloats() {}

  public static float[] read(INDArray array) {
    float[] values = new float[Math.toIntExact(array.length())];
    read(array, values);
    return values;
  }

  /** Fills {@code values} with the array's first ones. */
  public static void read(INDArray array, float[] values) {
    new FloatPointer(onHost(array)).get(values, 0, values.length);
  }

  /** Values {@code from} to before {@code to}. */
  public static float[] range(INDArray array, long from, long to) {
    float[] values = new float[Math.toIntExact(to - from)];
    new FloatPointer(onHost(array)).position(from).get(values, 0, values.length);
    return values;
  }

  /** Overwrites the array's first values. */
  public static void write(float[] values, INDArray array) {
    new FloatPointer(onHost(array)).put(values, 0, values.length);
    changed(array);
  }

  /** Reads {@code length} values, from the {@code from}th on, into {@code bytes}. */
  static void readBytes(INDArray array, long from, byte[] bytes, int length) {
    new BytePointer(onHost(array)).position(from * BYTES).get(bytes, 0, length * BYTES);
  }

  /**
   * Overwrites {@code length} values, from the {@code from}th on, by the first of {@code bytes}.
   */
  static void writeBytes(byte[] bytes, int length, INDArray array, long from) {
    new BytePointer(onHost(array)).position(from * BYTES).put(bytes, 0, length * BYTES);
    changed(array);
  }

  /** Where the array's own values begin, also where it is a view of another. */
  private static Pointer onHost(INDArray array) {
    Nd4j.getAffinityManager().ensureLocation(array, AffinityManager.Location.HOST);
    return array.data().addressPointer();
  }

  /** A GPU must fetch it anew. */
  private static void changed(INDArray array) {
    Nd4j.getAffinityManager().tagLocation(array, AffinityManager.Location.HOST);
  }
}
