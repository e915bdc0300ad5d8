package io.catwalk.pipeline.drift;

import io.catwalk.pipeline.runs.Drift;

/**
 * When a distance counts. It must be large enough to matter and too large to be chance: with many
 * images the smallest distance is beyond chance, with few the largest may be.
 *
 * @param distance from which on it matters
 */
record Threshold(double distance) {

  /**
   * @param probability that chance alone gives such a distance
   */
  String verdict(double found, double probability, long reference, long fresh) {
    if (Math.min(reference, fresh) < Drift.LEAST_IMAGES) {
      return Drift.TOO_FEW;
    }
    if (found < distance) {
      return Drift.AS_BEFORE;
    }
    return probability < Drift.LEVEL ? Drift.MOVED : Drift.TOO_FEW;
  }
}
