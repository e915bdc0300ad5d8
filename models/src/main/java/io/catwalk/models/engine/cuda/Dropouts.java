package io.catwalk.models.engine.cuda;

import io.catwalk.models.engine.DropoutMask;
import io.catwalk.models.engine.Operation;
import io.catwalk.models.engine.Plan;
import io.catwalk.models.engine.Progress;
import java.util.List;

/** What the kernels need to draw the masks of {@link DropoutMask}. */
final class Dropouts {

  private Dropouts() {}

  private static List<Operation.Drop> all(Plan plan) {
    return plan.operations().stream()
        .filter(Operation.Drop.class::isInstance)
        .map(Operation.Drop.class::cast)
        .toList();
  }

  static int count(Plan plan) {
    return all(plan).stream().mapToInt(drop -> drop.index() + 1).max().orElse(0);
  }

  static int threshold(Operation.Drop drop) {
    return DropoutMask.of(Progress.of(0, 0, 0), drop).threshold();
  }

  /** Two keys for each dropout in each of the steps. */
  static int[] keys(Plan plan, Progress first, int steps) {
    int count = count(plan);
    int[] keys = new int[2 * count * steps];
    for (int step = 0; step < steps; step++) {
      for (Operation.Drop drop : all(plan)) {
        DropoutMask mask = DropoutMask.of(first.plus(step), drop);
        keys[2 * (step * count + drop.index())] = mask.first();
        keys[2 * (step * count + drop.index()) + 1] = mask.second();
      }
    }
    return keys;
  }
}
