package io.catwalk.models.engine;

/**
 * Which elements dropout keeps: a counter-based generator, so that every device draws the same mask
 * without a state of its own.
 *
 * <p>Two 32-bit keys come from (seed, iteration, index of the dropout) by SplitMix64's finaliser.
 * Element e of the minibatch, counted in the logical order [n, channel, row, column], is kept where
 * the upper 24 bits of {@code mix(mix(e + first) ^ second)} are below {@code kept · 2²⁴}; {@code
 * mix} is MurmurHash3's 32-bit finaliser. 32-bit arithmetic throughout, all of it modulo 2³².
 *
 * @param first key
 * @param second key
 * @param threshold what the upper 24 bits have to be below
 * @param scale what a kept value is multiplied by: 1 / kept
 */
public record DropoutMask(int first, int second, int threshold, float scale) {

  /** The mask of one dropout in one step. */
  public static DropoutMask of(Progress progress, Operation.Drop drop) {
    long key = finish(progress.seed() + 0x9E3779B97F4A7C15L);
    key = finish(key ^ ((long) progress.iteration() << 32 | drop.index()));
    return new DropoutMask(
        (int) (key >>> 32),
        (int) key,
        (int) Math.round(drop.kept() * (1 << 24)),
        (float) (1 / drop.kept()));
  }

  /** Whether the element is kept. */
  public boolean keeps(int element) {
    return mix(mix(element + first) ^ second) >>> 8 < threshold;
  }

  private static int mix(int bits) {
    int mixed = bits;
    mixed ^= mixed >>> 16;
    mixed *= 0x85EBCA6B;
    mixed ^= mixed >>> 13;
    mixed *= 0xC2B2AE35;
    mixed ^= mixed >>> 16;
    return mixed;
  }

  private static long finish(long bits) {
    long mixed = (bits ^ (bits >>> 30)) * 0xBF58476D1CE4E5B9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
    return mixed ^ (mixed >>> 31);
  }
}
