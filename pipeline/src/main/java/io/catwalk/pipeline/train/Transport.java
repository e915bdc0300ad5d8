package io.catwalk.pipeline.train;

/**
 * From which sizes on a state travels another way.
 *
 * @param carried bytes up to which the state to start from travels with every task
 * @param collected bytes of all workers' states up to which they go to the driver as they are
 * @param largestSlice bytes of a slice of a state
 * @param standing whether workers may stand by for several rounds where states are collected
 */
record Transport(long carried, long collected, int largestSlice, boolean standing) {

  /** Spark warns of tasks above 1000 KiB; beyond 64 MiB the driver becomes the narrow place. */
  static final Transport USUAL = new Transport(900 << 10, 64L << 20, 32 << 20, true);

  /** More tasks than these and a broadcast, which spreads by itself, is faster. */
  private static final int MOST_CARRIED = 32;

  private static final int SMALLEST_SLICE = 1 << 20;

  boolean carries(long bytes, int workers) {
    return bytes <= carried && workers <= MOST_CARRIED;
  }

  boolean collects(long bytes, int workers) {
    return bytes * workers <= collected;
  }

  /**
   * Values of a slice: 1 to 32 MiB, so that whoever averages one holds no more than 64 MiB of up to
   * 64 workers.
   */
  int valuesOfSlice(int workers) {
    long bytes = Math.min(Math.max(SMALLEST_SLICE, collected / workers), largestSlice);
    return (int) Math.max(1, bytes / Float.BYTES);
  }
}
