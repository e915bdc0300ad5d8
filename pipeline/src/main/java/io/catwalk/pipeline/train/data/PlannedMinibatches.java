package io.catwalk.pipeline.train.data;

import io.catwalk.pipeline.dataset.Example;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/**
 * The minibatches that one worker takes in one round, in order; the last of an epoch may be
 * smaller.
 */
public final class PlannedMinibatches implements Iterator<List<Example>> {

  private final ResidentPixels examples;
  private final int[] order;
  private final int minibatch;
  private final int end;
  private int next;

  /**
   * @param worker 0-based
   */
  public PlannedMinibatches(RoundPlan plan, int worker, ResidentPixels examples) {
    this.examples = examples;
    this.order = EpochOrder.of(plan.seed(), plan.epoch(), worker, examples.size());
    this.minibatch = plan.minibatch();
    this.next = plan.from(order.length);
    this.end = plan.to(order.length);
  }

  /** Position in the worker's order of the next minibatch's first example. */
  int position() {
    return next;
  }

  @Override
  public boolean hasNext() {
    return next < end;
  }

  @Override
  public List<Example> next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    int to = Math.min(end, next + minibatch);
    List<Example> taken = new ArrayList<>(to - next);
    for (; next < to; next++) {
      taken.add(examples.get(order[next]));
    }
    return taken;
  }
}
