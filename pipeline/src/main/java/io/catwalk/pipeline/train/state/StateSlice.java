package io.catwalk.pipeline.train.state;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/**
 * A piece of a network's state: what is sent, averaged and received at a time.
 *
 * @param part that it is a piece of
 * @param from first value
 * @param length number of values
 */
public record StateSlice(StatePart part, int from, int length) implements Serializable {

  /**
   * A network's whole state, parameters first.
   *
   * @param most values in a slice, at least 1
   */
  public static List<StateSlice> of(MultiLayerNetwork network, int most) {
    List<StateSlice> slices = new ArrayList<>();
    for (StatePart part : StatePart.values()) {
      int size = part.size(network);
      for (int from = 0; from < size; from += most) {
        slices.add(new StateSlice(part, from, Math.min(most, size - from)));
      }
    }
    return List.copyOf(slices);
  }

  public long bytes() {
    return (long) length * Float.BYTES;
  }

  /** Its floats, in the machine's byte order. */
  public byte[] read(MultiLayerNetwork network) {
    byte[] bytes = new byte[length * Float.BYTES];
    NativeFloats.readBytes(part.of(network), from, bytes, length);
    return bytes;
  }

  void write(byte[] bytes, MultiLayerNetwork network) {
    write(0, bytes, length, network);
  }

  /** Overwrites {@code count} of its values, from the {@code first}th on. */
  void write(int first, byte[] bytes, int count, MultiLayerNetwork network) {
    NativeFloats.writeBytes(bytes, count, part.of(network), from + first);
  }
}
