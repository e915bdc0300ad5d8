package io.catwalk.pipeline.train.data;

import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The order of an epoch in which all classes come equally often: as many positions as the worker
 * has examples, in which a rare class's examples are repeated and some of a frequent class's left
 * out, another some in each epoch.
 */
public final class BalancedOrder {

  private static final long SALT = 0x62616C616E6365L;

  private BalancedOrder() {}

  /**
   * @param epoch 1-based
   * @param worker 0-based
   * @param examples of the worker, all of known labels
   */
  public static int[] of(long seed, int epoch, int worker, ResidentExamples examples) {
    int[][] byClass = byClass(examples);
    SplittableRandom random = new SplittableRandom(SeedMix.of(seed, SALT, epoch, worker));
    int size = examples.size();
    int[] order = new int[size];
    // Where classes don't divide the worker's share, another class has one more each time.
    int first = random.nextInt(Math.max(1, byClass.length));
    for (int i = 0; i < byClass.length; i++) {
      int turn = (i + first) % byClass.length;
      draw(
          byClass[turn],
          order,
          from(i, byClass.length, size),
          from(i + 1, byClass.length, size),
          random);
    }
    shuffle(order, random);
    return order;
  }

  private static int from(int part, int parts, int size) {
    return (int) ((long) size * part / parts);
  }

  /** Whole shuffles one after the other, so that no example comes twice more often than another. */
  private static void draw(int[] pool, int[] order, int from, int to, SplittableRandom random) {
    for (int at = from; at < to; at += pool.length) {
      shuffle(pool, random);
      System.arraycopy(pool, 0, order, at, Math.min(pool.length, to - at));
    }
  }

  /** Positions by class, without classes of which there are none. */
  private static int[][] byClass(ResidentExamples examples) {
    return IntStream.range(0, examples.size())
        .boxed()
        .collect(Collectors.groupingBy(examples::label, TreeMap::new, Collectors.toList()))
        .values()
        .stream()
        .map(positions -> positions.stream().mapToInt(Integer::intValue).toArray())
        .toArray(int[][]::new);
  }

  private static void shuffle(int[] values, SplittableRandom random) {
    for (int i = values.length - 1; i > 0; i--) {
      int other = random.nextInt(i + 1);
      int value = values[i];
      values[i] = values[other];
      values[other] = value;
    }
  }
}
