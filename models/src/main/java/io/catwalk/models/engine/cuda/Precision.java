package io.catwalk.models.engine.cuda;

/** What the numbers of products are rounded to before they are multiplied; sums are FP32 always. */
public enum Precision {
  /**
   * 10 bits of mantissa, by tensor cores where the GPU has those for it (from Ampere, 2020, on).
   */
  TF32,
  /** Not rounded. */
  FP32
}
