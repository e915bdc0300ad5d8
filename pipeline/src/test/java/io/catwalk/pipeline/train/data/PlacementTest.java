package io.catwalk.pipeline.train.data;

import static org.assertj.core.api.Assertions.assertThat;

import io.catwalk.pipeline.LocalSpark;
import io.catwalk.pipeline.spark.BlockHolders;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.storage.StorageLevel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PlacementTest {

  private final Map<String, Integer> slots = new HashMap<>();
  private List<String> holders = List.of();
  private final JavaRDD<ResidentExamples> layout =
      JavaSparkContext.fromSparkContext(LocalSpark.session().sparkContext())
          .parallelize(List.<ResidentExamples>of(ResidentPixels.of(List.of())), 1)
          .persist(StorageLevel.MEMORY_ONLY());
  private final Placement placement = new Placement(layout, () -> holders, () -> Map.copyOf(slots));

  @AfterEach
  void release() {
    layout.unpersist();
  }

  @Test
  void anExecutorThatCameBackGetsItsWorkers() {
    slots.put("0", 1);
    layout.count();
    assertThat(spread("0", "0")).as("nobody else is there").isFalse();

    slots.put("2", 1);

    assertThat(spread("0", "0")).isTrue();
    assertThat(BlockHolders.of(layout)).isEmpty();
    layout.count();
    assertThat(BlockHolders.of(layout)).containsExactly("driver");
    assertThat(layout.getStorageLevel()).isEqualTo(StorageLevel.MEMORY_ONLY());
  }

  @Test
  void triesOnceWithTheSameExecutors() {
    slots.put("0", 1);
    slots.put("1", 1);
    assertThat(spread("0", "0")).isTrue();
    assertThat(spread("0", "0")).isFalse();
    slots.put("3", 1);
    assertThat(spread("0", "0")).isTrue();
  }

  @Test
  void whoHasACoreEachStays() {
    slots.put("0", 2);
    slots.put("1", 2);
    assertThat(spread("0", "0")).isFalse();
    assertThat(spread("0", "1")).isFalse();
  }

  @Test
  void moreWorkersThanCoresStayWhereTheyAreSpread() {
    slots.put("0", 1);
    slots.put("1", 1);
    assertThat(spread("0", "1", "0")).isFalse();
  }

  private boolean spread(String... holders) {
    this.holders = List.of(holders);
    return placement.spread();
  }
}
