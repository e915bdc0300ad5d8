package io.catwalk.pipeline.evaluate;

import io.catwalk.pipeline.CatwalkException;
import io.catwalk.pipeline.runs.LabelledScores;
import java.util.Locale;

/**
 * The driver's heap that an evaluation takes at least: all predictions at once, as {@link
 * LabelledScores} holds them, and the keys of their images.
 *
 * @param examples to be judged
 * @param classes probabilities of each
 * @param files that predictions are written to and read from, one after the other
 */
record EvaluationMemory(long examples, int classes, int files) {

  /** Of Spark's driver itself. */
  private static final long SPARK = 64L << 20;

  /** An array's header and the reference to it. */
  private static final int ROW = 20;

  /** A digest of 64 letters, a path and what Java makes of both; a label; a rank. */
  private static final int BESIDE = 152;

  /** Parquet's largest piece, of which it holds every column at once. */
  private static final long ROW_GROUP = 128L << 20;

  /** Compression takes little from probabilities. */
  private static final double COMPRESSED = 0.9;

  /** All rows; and, of the file that is read last, its bytes and what Parquet took out of them. */
  long bytes() {
    long probabilities = (long) classes * Float.BYTES;
    long file = (long) (examples * probabilities * COMPRESSED / Math.max(1, files));
    return SPARK + examples * (probabilities + ROW + BESIDE) + file + Math.min(file, ROW_GROUP);
  }

  /**
   * Whether it fits.
   *
   * @param heap bytes that the driver's may take
   */
  boolean fits(long heap) {
    return bytes() <= heap;
  }

  /**
   * @param heap bytes that the driver's may take
   * @param what is judged
   * @throws CatwalkException (cluster) where it cannot fit
   */
  void require(long heap, String what) {
    if (fits(heap)) {
      return;
    }
    throw CatwalkException.cluster(
        String.format(
            Locale.ROOT,
            "memory: the driver: to judge %s (%,d predictions of %,d classes) takes at least %,d MB of heap, where that is %,d MB:"
                + " evaluation would end out of memory after all else; give the driver a larger heap"
                + " (CATWALK_SUBMIT_ARGS='--driver-memory %dg'), or test fewer images (data.test-percent)",
            what,
            examples,
            classes,
            bytes() >> 20,
            heap >> 20,
            (bytes() + bytes() / 2 >> 30) + 1),
        null);
  }
}
