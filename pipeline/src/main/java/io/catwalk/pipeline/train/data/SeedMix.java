package io.catwalk.pipeline.train.data;

/** Makes one seed of several numbers. */
public final class SeedMix {

  private SeedMix() {}

  /** SplitMix64's finaliser (Steele, Lea and Flood, 2014) over all: neighbours become strangers. */
  public static long of(long seed, long... parts) {
    long mixed = seed;
    for (long part : parts) {
      mixed = (mixed ^ part) + 0x9E3779B97F4A7C15L;
      mixed = (mixed ^ (mixed >>> 30)) * 0xBF58476D1CE4E5B9L;
      mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
      mixed ^= mixed >>> 31;
    }
    return mixed;
  }
}
