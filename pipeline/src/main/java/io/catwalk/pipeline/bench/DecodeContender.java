package io.catwalk.pipeline.bench;

import io.catwalk.pipeline.CatwalkException;
import io.catwalk.pipeline.ingest.DecodeTrial;

/** Catwalk's own decoder. A step is one pass over all images. */
final class DecodeContender implements Contender {

  private final DecodeTrial trial;
  private final Clock clock;
  private int good;

  DecodeContender(DecodeTrial trial, Clock clock) {
    this.trial = trial;
    this.clock = clock;
  }

  @Override
  public String name() {
    return "catwalk";
  }

  @Override
  public double seconds(int steps) {
    double start = clock.seconds();
    for (int i = 0; i < steps; i++) {
      good = trial.decodeAll();
    }
    double took = clock.seconds() - start;
    if (good == 0) {
      throw CatwalkException.data(
          "none of the " + trial.count() + " images can be decoded; catwalk ingest tells why");
    }
    return took;
  }

  /** Images that the last pass could decode. */
  int good() {
    return good;
  }
}
