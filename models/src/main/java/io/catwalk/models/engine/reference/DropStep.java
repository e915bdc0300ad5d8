package io.catwalk.models.engine.reference;

import io.catwalk.models.engine.DropoutMask;
import io.catwalk.models.engine.Operation;

/** Dropout. */
final class DropStep implements Step {

  private final Operation.Drop drop;

  DropStep(Operation.Drop drop) {
    this.drop = drop;
  }

  @Override
  public void forward(Pass pass) {
    scale(pass, pass.values()[drop.input()], pass.values()[drop.output()]);
  }

  @Override
  public void backward(Pass pass) {
    scale(pass, pass.atValues()[drop.output()], pass.atValues()[drop.input()]);
  }

  /** Adds what is kept of {@code from}. */
  private void scale(Pass pass, double[] from, double[] to) {
    DropoutMask mask = DropoutMask.of(pass.progress(), drop);
    for (int i = 0; i < from.length; i++) {
      if (!pass.training()) {
        to[i] += from[i];
      } else if (mask.keeps(i)) {
        to[i] += from[i] / drop.kept();
      }
    }
  }
}
