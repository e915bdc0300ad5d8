package io.catwalk.pipeline.columns;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ColumnsTest {

  private static void keeps(List<Long> values) {
    LongColumn column = new LongColumn();
    for (int i = 0; i < values.size(); i++) {
      column.add(values.get(i));
      // The last one is there before its thousand is full.
      assertThat(column.get(i)).isEqualTo(values.get(i));
    }
    assertThat(column.size()).isEqualTo(values.size());
    assertThat(column.stream().boxed()).isEqualTo(values);
  }

  @Test
  void numbersStayWhatTheyAre() {
    Random random = new Random(1);
    keeps(List.of());
    keeps(List.of(7L));
    keeps(random.longs(3_000).boxed().toList());
    for (int bits = 1; bits < Long.SIZE; bits++) {
      long bound = 1L << (bits - 1);
      keeps(random.longs(1_100, -bound, bound).boxed().toList());
    }
    List<Long> extremes = new ArrayList<>();
    for (int i = 0; i < 1_024; i++) {
      extremes.add(i % 2 == 0 ? Long.MIN_VALUE : Long.MAX_VALUE);
    }
    keeps(extremes);
  }

  private static void keepsTexts(List<String> texts) {
    TextColumn column = new TextColumn();
    for (int i = 0; i < texts.size(); i++) {
      column.add(texts.get(i));
      assertThat(column.get(i)).isEqualTo(texts.get(i));
    }
    assertThat(column.size()).isEqualTo(texts.size());
    assertThat(IntStream.range(0, texts.size()).mapToObj(column::get)).isEqualTo(texts);
  }

  @Test
  void textsStayWhatTheyAre() {
    keepsTexts(List.of());
    keepsTexts(List.of("", "", "a", "", "ab", "ab", "abc", "a"));
    // Two characters whose UTF-8 begins alike, a pair of surrogates, a character of no byte.
    keepsTexts(List.of("ä", "ö", "\uD83D\uDC31", "\uD83D\uDC36", "\0", "고양이/1.jpg", "고양아/1.jpg"));
    List<String> paths = new ArrayList<>();
    Random random = new Random(1);
    for (int i = 0; i < 500; i++) {
      String folder = "f".repeat(random.nextInt(300));
      paths.add(folder + "/" + "n".repeat(random.nextInt(5_000)) + i);
    }
    keepsTexts(paths);
  }

  @Test
  void aSelectionIsTheListWhereAllAreChosen() {
    List<Integer> all = IntStream.range(0, 5_000).boxed().toList();

    assertThat(Selection.of(all, i -> true)).isSameAs(all);
    assertThat(Selection.of(all, i -> false)).isEmpty();
    assertThat(Selection.of(all, i -> i % 3 == 0))
        .isEqualTo(all.stream().filter(i -> i % 3 == 0).toList());
  }

  private record Item(int value, int came) {}

  @Test
  void equalElementsStayInTheirOrderOverAllRuns() {
    Comparator<Item> order = Comparator.comparingInt(Item::value);
    List<Integer> packed = new ArrayList<>();
    SortedRuns<Item> runs =
        new SortedRuns<>(
            order,
            items -> {
              List<Item> run = new ArrayList<>();
              items.forEachRemaining(run::add);
              packed.add(run.size());
              return run;
            });
    Random random = new Random(1);
    List<Item> all = new ArrayList<>();
    for (int i = 0; i < 120_000; i++) {
      Item item = new Item(random.nextInt(1_000), i);
      all.add(item);
      runs.add(item);
    }
    List<Item> sorted = new ArrayList<>();
    Iterator<Item> merged = runs.sorted();
    merged.forEachRemaining(sorted::add);

    assertThat(packed).hasSize(3);
    assertThat(sorted).isEqualTo(all.stream().sorted(order).toList());
    assertThat(new SortedRuns<>(order, items -> List.of()).sorted()).isExhausted();
  }
}
