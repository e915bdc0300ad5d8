package io.catwalk.pipeline.bench;

import io.catwalk.pipeline.CatwalkException;
import io.catwalk.pipeline.bench.Alternation.Contender;
import io.catwalk.pipeline.ingest.DecodeTrial;

/** A decoder in this process. A step is one pass over all images. */
final class DecodeContender implements Contender {

  private final String name;
  private final DecodeTrial trial;
  private final Clock clock;
  private int good;

  DecodeContender(String name, DecodeTrial trial, Clock clock) {
    this.name = name;
    this.trial = trial;
    this.clock = clock;
  }

  @Override
  public String name() {
    return name;
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
