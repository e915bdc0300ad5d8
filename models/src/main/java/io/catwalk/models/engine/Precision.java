package io.catwalk.models.engine;

/**
 * What the numbers of products are rounded to before they are multiplied, on devices that have a
 * choice; sums are FP32 always. Processors compute in FP32.
 */
public enum Precision {
  /**
   * 10 bits of mantissa, by tensor cores where the GPU has those for it (from Ampere, 2020, on).
   */
  TF32,
  /** Not rounded. */
  FP32
}
