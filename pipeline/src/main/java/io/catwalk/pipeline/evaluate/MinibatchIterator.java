package io.catwalk.pipeline.evaluate;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Function;

/**
 * Applies a function to groups of elements, as late as possible, and gives the results one by one,
 * in order.
 */
final class MinibatchIterator<T, R> implements Iterator<R> {

  private final Iterator<T> source;
  private final int size;
  private final Function<List<T>, List<R>> function;
  private Iterator<R> ready = Collections.emptyIterator();

  /**
   * @param size elements a group, the last may have fewer
   */
  MinibatchIterator(Iterator<T> source, int size, Function<List<T>, List<R>> function) {
    this.source = source;
    this.size = size;
    this.function = function;
  }

  @Override
  public boolean hasNext() {
    return ready.hasNext() || source.hasNext();
  }

  @Override
  public R next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    if (!ready.hasNext()) {
      List<T> group = new ArrayList<>(size);
      while (group.size() < size && source.hasNext()) {
        group.add(source.next());
      }
      ready = function.apply(group).iterator();
    }
    return ready.next();
  }
}
