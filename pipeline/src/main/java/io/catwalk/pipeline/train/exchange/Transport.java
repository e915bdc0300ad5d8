package io.catwalk.pipeline.train.exchange;

/**
 * From which sizes on a state travels another way.
 *
 * @param carried bytes up to which the state to start from travels with every task
 * @param collected bytes of all workers' states up to which they go to the driver as they are
 * @param streamed bytes of all workers' states up to which workers stand by and exchange them with
 *     the driver, slice by slice
 * @param largestSlice bytes of a slice of a state
 */
public record Transport(long carried, long collected, long streamed, int largestSlice) {

  /**
   * Spark warns of tasks above 1000 KiB; beyond 64 MiB the results of a job fill the driver's heap;
   * beyond 2 GiB a round the driver's network would be the narrow place.
   */
  public static final Transport USUAL = new Transport(900 << 10, 64L << 20, 2L << 30, 32 << 20);

  /** More tasks than these and a broadcast, which spreads by itself, is faster. */
  private static final int MOST_CARRIED = 32;

  private static final int SMALLEST_SLICE = 1 << 20;

  public boolean carries(long bytes, int workers) {
    return bytes <= carried && workers <= MOST_CARRIED;
  }

  public boolean collects(long bytes, int workers) {
    return bytes * workers <= collected;
  }

  public boolean streams(long bytes, int workers) {
    return bytes * workers <= streamed;
  }

  /**
   * Values of a slice: 1 to 32 MiB, so that whoever averages one holds no more than 64 MiB of up to
   * 64 workers.
   */
  public int valuesOfSlice(int workers) {
    long bytes = Math.min(Math.max(SMALLEST_SLICE, collected / workers), largestSlice);
    return (int) Math.max(1, bytes / Float.BYTES);
  }
}
