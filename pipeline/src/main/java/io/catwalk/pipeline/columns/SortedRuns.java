package io.catwalk.pipeline.columns;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.PriorityQueue;
import java.util.function.Function;

/**
 * Sorts more elements than shall be objects at once: what was added is sorted and packed again and
 * again, and merged at the end. Equal elements stay in the order in which they came.
 */
public final class SortedRuns<T> {

  private static final int RUN = 50_000;

  private final Comparator<? super T> order;
  private final Function<Iterator<T>, List<T>> pack;
  private final List<List<T>> runs = new ArrayList<>();
  private final List<T> open = new ArrayList<>();

  /**
   * @param pack makes a list of few bytes, whose elements are equal to those that it is given
   */
  public SortedRuns(Comparator<? super T> order, Function<Iterator<T>, List<T>> pack) {
    this.order = order;
    this.pack = pack;
  }

  public void add(T element) {
    open.add(element);
    if (open.size() == RUN) {
      close();
    }
  }

  private void close() {
    open.sort(order);
    runs.add(pack.apply(open.iterator()));
    open.clear();
  }

  /** All of them, sorted; nothing can be added any more. */
  public Iterator<T> sorted() {
    if (!open.isEmpty()) {
      close();
    }
    PriorityQueue<Head<T>> heads =
        new PriorityQueue<>(
            Comparator.<Head<T>, T>comparing(head -> head.first, order)
                .thenComparingInt(head -> head.run));
    for (int run = 0; run < runs.size(); run++) {
      Iterator<T> elements = runs.get(run).iterator();
      heads.add(new Head<>(elements.next(), run, elements));
    }
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return !heads.isEmpty();
      }

      @Override
      public T next() {
        Head<T> least = heads.poll();
        if (least == null) {
          throw new NoSuchElementException();
        }
        if (least.rest.hasNext()) {
          heads.add(new Head<>(least.rest.next(), least.run, least.rest));
        }
        return least.first;
      }
    };
  }

  /**
   * @param run its number
   */
  private record Head<T>(T first, int run, Iterator<T> rest) {}
}
