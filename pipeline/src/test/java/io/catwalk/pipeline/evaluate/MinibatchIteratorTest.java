package io.catwalk.pipeline.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MinibatchIteratorTest {

  @Test
  void groupsKeepTheOrderAndTheLastIsShort() {
    List<List<Integer>> groups = new ArrayList<>();
    MinibatchIterator<Integer, Integer> iterator =
        new MinibatchIterator<>(
            IntStream.range(0, 7).iterator(),
            3,
            group -> {
              groups.add(group);
              return group;
            });

    assertThat(iterator).toIterable().containsExactly(0, 1, 2, 3, 4, 5, 6);
    assertThat(groups).containsExactly(List.of(0, 1, 2), List.of(3, 4, 5), List.of(6));
  }

  @Test
  void readsNoFurtherThanItMust() {
    Iterator<Integer> source = IntStream.range(0, 7).iterator();
    MinibatchIterator<Integer, Integer> iterator =
        new MinibatchIterator<>(source, 3, group -> group);

    iterator.next();

    assertThat(source.next()).isEqualTo(3);
  }

  @Test
  void nothingGivesNothing() {
    MinibatchIterator<Integer, Integer> iterator =
        new MinibatchIterator<>(List.<Integer>of().iterator(), 3, group -> group);

    assertThat(iterator.hasNext()).isFalse();
    assertThatThrownBy(iterator::next).isInstanceOf(NoSuchElementException.class);
  }
}
