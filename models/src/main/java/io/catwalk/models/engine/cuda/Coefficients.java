package io.catwalk.models.engine.cuda;

import io.catwalk.models.engine.Plan;
import io.catwalk.models.engine.Progress;
import io.catwalk.models.engine.UpdaterBlock;

/** The updaters' coefficients of each step, as the kernel {@code update} reads them. */
final class Coefficients {

  private static final int EACH = 5;

  private Coefficients() {}

  /** Numbers of one step. */
  static int of(Plan plan) {
    return EACH * plan.updaters().size();
  }

  /** Of so many steps. */
  static float[] table(Plan plan, Progress first, int steps) {
    float[] table = new float[steps * of(plan)];
    int at = 0;
    for (int step = 0; step < steps; step++) {
      for (UpdaterBlock block : plan.updaters()) {
        UpdaterBlock.Coefficients now = block.at(first.plus(step));
        table[at++] = (float) now.learningRate();
        table[at++] = (float) now.step();
        table[at++] = (float) now.first();
        table[at++] = (float) now.second();
        table[at++] = (float) now.epsilon();
      }
    }
    return table;
  }
}
