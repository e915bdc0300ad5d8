package io.catwalk.models.engine.cuda;

import io.catwalk.models.engine.Operation;
import io.catwalk.models.engine.Plan;
import io.catwalk.models.engine.cuda.driver.Arguments;
import io.catwalk.models.engine.cuda.driver.Launch;
import io.catwalk.models.engine.cuda.driver.Slot;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Convolutions' weights with the channels last, as products read them that take the depth one row
 * and column of the window after the other. Made anew by one launch at the beginning of each step.
 */
final class Reordering {

  /** Channels or filters have to be a multiple of this to be read that way. */
  static final int MULTIPLE = 16;

  private final Map<Integer, Integer> offsets = new HashMap<>();
  private final List<Integer> filters = new ArrayList<>();
  private final Slot weights;

  Reordering(Plan plan) {
    int end = 0;
    for (Operation operation : plan.operations()) {
      if (operation instanceof Operation.Convolve convolve) {
        int channels = plan.values().get(convolve.input()).channels();
        int count = plan.values().get(convolve.output()).channels();
        if (channels % MULTIPLE != 0 && count % MULTIPLE != 0) {
          continue;
        }
        int area = convolve.window().height() * convolve.window().width();
        int first = Math.toIntExact(plan.parameters().get(convolve.weights()).offset());
        offsets.put(convolve.weights(), end);
        for (int filter = 0; filter < count; filter++) {
          int from = filter * channels * area;
          filters.addAll(List.of(first + from, end + from, channels, area));
        }
        end += count * channels * area;
      }
    }
    weights = Slot.scratch(4L * end);
  }

  /** Where the weights of this parameter lie. */
  Slot.Place of(int parameter) {
    return weights.from(offsets.get(parameter));
  }

  void launch(Tape tape, Residents residents) {
    if (filters.isEmpty()) {
      return;
    }
    Slot table =
        residents.table("reordering", () -> filters.stream().mapToInt(Integer::intValue).toArray());
    Arguments arguments = new Arguments().place(residents.parameters()).place(weights).place(table);
    tape.add(Launch.blocks("reorder", filters.size() / 4, arguments));
  }
}
