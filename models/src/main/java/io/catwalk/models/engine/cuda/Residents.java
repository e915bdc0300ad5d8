package io.catwalk.models.engine.cuda;

import io.catwalk.models.engine.Plan;
import io.catwalk.models.engine.cuda.driver.Accelerator;
import io.catwalk.models.engine.cuda.driver.OutOfDeviceMemoryException;
import io.catwalk.models.engine.cuda.driver.Slot;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.bytedeco.javacpp.IntPointer;

/** What stays in device memory as long as a session: state, gradient, and what rounds need. */
final class Residents implements AutoCloseable {

  /** Steps of which coefficients, keys and losses lie on the device at once. */
  static final int STEPS = 500;

  /** Counters of blocks that have arrived, for launches of each branch. */
  private static final int COUNTERS = 1 << 16;

  private final Accelerator accelerator;
  private final List<Long> allocations = new ArrayList<>();
  private final Map<String, Slot> tables = new HashMap<>();
  private final Slot parameters;
  private final Slot gradient;
  private final Slot state;
  private final Slot step;
  private final Slot losses;
  private final Slot coefficients;
  private final Slot keys;
  private final Slot order;
  private final Slot targets;
  private final Slot counters;
  private final Slot countersAside;
  private final int dropouts;

  /**
   * @param minibatch the largest
   */
  Residents(Accelerator accelerator, Plan plan, int minibatch) {
    this.accelerator = accelerator;
    dropouts = Dropouts.count(plan);
    try {
      parameters = allocate(4 * plan.length());
      gradient = allocate(4 * plan.length());
      state = allocate(4 * plan.stateLength());
      step = allocate(4);
      losses = allocate(4L * STEPS);
      coefficients = allocate(4L * STEPS * Coefficients.of(plan));
      keys = allocate(4L * STEPS * 2 * dropouts);
      order = allocate(4L * STEPS * minibatch);
      targets = allocate(4L * minibatch * plan.resultValues());
      counters = allocate(4L * COUNTERS);
      countersAside = allocate(4L * COUNTERS);
    } catch (OutOfDeviceMemoryException e) {
      close();
      throw e;
    }
  }

  private Slot allocate(long bytes) {
    long address = accelerator.allocate(Math.max(bytes, 4));
    allocations.add(address);
    return Slot.at(address, bytes);
  }

  Slot parameters() {
    return parameters;
  }

  Slot gradient() {
    return gradient;
  }

  Slot state() {
    return state;
  }

  /** Number of the step since the tables were written. */
  Slot step() {
    return step;
  }

  Slot losses() {
    return losses;
  }

  Slot coefficients() {
    return coefficients;
  }

  /** Two for each dropout in each step. */
  Slot keys() {
    return keys;
  }

  int dropouts() {
    return dropouts;
  }

  Slot order() {
    return order;
  }

  /** What the network should answer, of one minibatch. */
  Slot targets() {
    return targets;
  }

  Slot counters(boolean aside) {
    return aside ? countersAside : counters;
  }

  /** Numbers that never change, copied to the device the first time they are asked for. */
  Slot table(String name, Supplier<int[]> numbers) {
    return tables.computeIfAbsent(
        name,
        absent -> {
          int[] all = numbers.get();
          Slot slot = allocate(4L * all.length);
          try (IntPointer host = new IntPointer(all)) {
            accelerator.copyIn(host, slot.address(), 4L * all.length);
            accelerator.finish();
          }
          return slot;
        });
  }

  @Override
  public void close() {
    allocations.forEach(accelerator::free);
    allocations.clear();
  }
}
