package io.catwalk.pipeline.compare;

import org.apache.commons.math3.distribution.BinomialDistribution;

/**
 * Whether two classifiers err equally often on the same examples (Q. McNemar, Psychometrika 12,
 * 1947). Only examples that one of them gets right tell; the test is exact, by the binomial
 * distribution, so that it holds for few of them too.
 *
 * @param fixed examples that the baseline got wrong and the model right
 * @param broken examples that the baseline got right and the model wrong
 * @param probability two-sided p-value: of a difference at least this large if there were none
 */
public record McNemar(long fixed, long broken, double probability) {

  static McNemar of(long fixed, long broken) {
    int discordant = Math.toIntExact(fixed + broken);
    if (discordant == 0) {
      return new McNemar(0, 0, 1);
    }
    BinomialDistribution fair = new BinomialDistribution(null, discordant, 0.5);
    double tail = fair.cumulativeProbability((int) Math.min(fixed, broken));
    return new McNemar(fixed, broken, Math.min(1, 2 * tail));
  }
}
