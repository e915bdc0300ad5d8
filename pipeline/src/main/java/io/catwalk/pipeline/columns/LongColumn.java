package io.catwalk.pipeline.columns;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * Whole numbers, one after the other, at most 2³¹ − 1. Each thousand of them takes the bytes that
 * the difference of its largest and its smallest needs: none where all are equal. Not thread-safe
 * while numbers are added.
 */
public final class LongColumn {

  private static final int CHUNK = 1024;

  private final List<Chunk> chunks = new ArrayList<>();
  private long[] open = new long[16];
  private int count;

  public void add(long value) {
    int at = count % CHUNK;
    if (at == open.length) {
      open = Arrays.copyOf(open, Math.min(CHUNK, 2 * open.length));
    }
    open[at] = value;
    count++;
    if (count % CHUNK == 0) {
      chunks.add(Chunk.of(open));
    }
  }

  public int size() {
    return count;
  }

  /**
   * @param index 0 to size − 1
   */
  public long get(int index) {
    int chunk = index / CHUNK;
    return chunk < chunks.size() ? chunks.get(chunk).get(index % CHUNK) : open[index % CHUNK];
  }

  public LongStream stream() {
    return IntStream.range(0, count).mapToLong(this::get);
  }

  /**
   * @param least the smallest of them
   * @param bytes that each value's difference to it takes
   * @param packed the differences, least significant bytes first
   */
  private record Chunk(long least, int bytes, byte[] packed) {

    static Chunk of(long[] values) {
      long least = Arrays.stream(values).min().orElse(0);
      long range = Arrays.stream(values).max().orElse(0) - least;
      // A range that no long holds is negative, and has no leading zeros.
      int bytes = (Long.SIZE - Long.numberOfLeadingZeros(range) + Byte.SIZE - 1) / Byte.SIZE;
      byte[] packed = new byte[bytes * values.length];
      for (int i = 0; i < values.length; i++) {
        long difference = values[i] - least;
        for (int b = 0; b < bytes; b++) {
          packed[i * bytes + b] = (byte) (difference >>> (b * Byte.SIZE));
        }
      }
      return new Chunk(least, bytes, packed);
    }

    long get(int index) {
      long difference = 0;
      for (int b = 0; b < bytes; b++) {
        difference |= (packed[index * bytes + b] & 0xffL) << (b * Byte.SIZE);
      }
      return least + difference;
    }
  }
}
