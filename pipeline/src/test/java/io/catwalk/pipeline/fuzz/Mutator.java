package io.catwalk.pipeline.fuzz;

import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Makes files out of others, as accidents and attackers do. The same seed makes the same. */
final class Mutator {

  private static final int[] TELLING = {0, 1, 0x7f, 0x80, 0xfe, 0xff};
  private static final int LONGEST = 1 << 16;

  private final List<byte[]> seeds;
  private final Random random;

  Mutator(List<byte[]> seeds, long seed) {
    this.seeds = seeds;
    this.random = new Random(seed);
  }

  byte[] next() {
    byte[] bytes = any().clone();
    int changes = 1 << random.nextInt(5);
    for (int i = 0; i < changes && bytes.length > 0; i++) {
      bytes = change(bytes);
    }
    return bytes.length > LONGEST ? Arrays.copyOf(bytes, LONGEST) : bytes;
  }

  private byte[] any() {
    return seeds.get(random.nextInt(seeds.size()));
  }

  private byte[] change(byte[] bytes) {
    int at = place(bytes.length);
    int length = Math.min(bytes.length - at, 1 + random.nextInt(32));
    return switch (random.nextInt(9)) {
      case 0 -> put(bytes, at, (byte) random.nextInt(256));
      case 1 -> put(bytes, at, (byte) (bytes[at] ^ 1 << random.nextInt(8)));
      case 2 -> put(bytes, at, (byte) TELLING[random.nextInt(TELLING.length)]);
      case 3 -> put(bytes, at, (byte) (bytes[at] + random.nextInt(9) - 4));
      case 4 -> fill(bytes, at, Math.min(length, 4), (byte) TELLING[random.nextInt(6)]);
      case 5 -> joined(bytes, at, at + length, new byte[0]); // a part is missing
      case 6 -> joined(bytes, at, at, Arrays.copyOfRange(bytes, at, at + length)); // or is twice
      case 7 -> Arrays.copyOf(bytes, at);
      default -> spliced(bytes, at, any());
    };
  }

  /** Most often near the beginning, where headers are, or the end, where zips begin. */
  private int place(int length) {
    int near = Math.min(length, 64);
    return switch (random.nextInt(3)) {
      case 0 -> random.nextInt(near);
      case 1 -> length - 1 - random.nextInt(near);
      default -> random.nextInt(length);
    };
  }

  private static byte[] put(byte[] bytes, int at, byte value) {
    bytes[at] = value;
    return bytes;
  }

  private static byte[] fill(byte[] bytes, int at, int length, byte value) {
    Arrays.fill(bytes, at, at + length, value);
    return bytes;
  }

  private byte[] spliced(byte[] bytes, int at, byte[] other) {
    int from = place(other.length);
    int length = Math.min(other.length - from, 1 + random.nextInt(64));
    byte[] part = Arrays.copyOfRange(other, from, from + length);
    return joined(bytes, at, Math.min(bytes.length, at + length), part);
  }

  private static byte[] joined(byte[] bytes, int at, int behind, byte[] between) {
    byte[] all = new byte[at + between.length + bytes.length - behind];
    System.arraycopy(bytes, 0, all, 0, at);
    System.arraycopy(between, 0, all, at, between.length);
    System.arraycopy(bytes, behind, all, at + between.length, bytes.length - behind);
    return all;
  }
}
