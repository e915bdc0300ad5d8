package io.catwalk.pipeline.columns;

import java.util.AbstractList;
import java.util.List;
import java.util.RandomAccess;
import java.util.function.IntPredicate;

/** Some elements of a list, by their indices; it holds no element itself. */
public final class Selection<T> extends AbstractList<T> implements RandomAccess {

  private final List<T> all;
  private final LongColumn indices;

  /**
   * @param all answers quickly for any index, and does not change
   * @param indices into it, which do not change any more
   */
  public Selection(List<T> all, LongColumn indices) {
    this.all = all;
    this.indices = indices;
  }

  /** Those elements, in their order, whose index is chosen; the list itself where all are. */
  public static <T> List<T> of(List<T> all, IntPredicate chosen) {
    LongColumn indices = new LongColumn();
    for (int i = 0; i < all.size(); i++) {
      if (chosen.test(i)) {
        indices.add(i);
      }
    }
    return indices.size() == all.size() ? all : new Selection<>(all, indices);
  }

  @Override
  public T get(int index) {
    return all.get((int) indices.get(index));
  }

  @Override
  public int size() {
    return indices.size();
  }
}
