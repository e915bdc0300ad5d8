package io.catwalk.pipeline.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.catwalk.pipeline.LocalSpark;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.storage.StorageLevel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PlacementTest {

  private final Map<String, Integer> slots = new HashMap<>();
  private final JavaRDD<ResidentExamples> layout =
      JavaSparkContext.fromSparkContext(LocalSpark.session().sparkContext())
          .parallelize(List.<ResidentExamples>of(new ResidentPixels(List.of())), 1)
          .persist(StorageLevel.MEMORY_ONLY());
  private final Placement placement = new Placement(layout, () -> Map.copyOf(slots));

  @AfterEach
  void release() {
    layout.unpersist();
  }

  @Test
  void anExecutorThatCameBackGetsItsWorkers() {
    slots.put("0", 1);
    layout.count();
    assertThat(placement.spread(ranOn("0", "0"))).as("nobody else is there").isFalse();

    slots.put("2", 1);

    assertThat(placement.spread(ranOn("0", "0"))).isTrue();
    assertThat(cachedPartitions()).isZero();
    layout.count();
    assertThat(cachedPartitions()).isEqualTo(1);
    assertThat(layout.getStorageLevel()).isEqualTo(StorageLevel.MEMORY_ONLY());
  }

  @Test
  void triesOnceWithTheSameExecutors() {
    slots.put("0", 1);
    slots.put("1", 1);
    assertThat(placement.spread(ranOn("0", "0"))).isTrue();
    assertThat(placement.spread(ranOn("0", "0"))).isFalse();
    slots.put("3", 1);
    assertThat(placement.spread(ranOn("0", "0"))).isTrue();
  }

  @Test
  void whoHasACoreEachStays() {
    slots.put("0", 2);
    slots.put("1", 2);
    assertThat(placement.spread(ranOn("0", "0"))).isFalse();
    assertThat(placement.spread(ranOn("0", "1"))).isFalse();
  }

  @Test
  void moreWorkersThanCoresStayWhereTheyAreSpread() {
    slots.put("0", 1);
    slots.put("1", 1);
    assertThat(placement.spread(ranOn("0", "1", "0"))).isFalse();
  }

  private long cachedPartitions() {
    return Stream.of(LocalSpark.session().sparkContext().getRDDStorageInfo())
        .filter(info -> info.id() == layout.id())
        .mapToInt(info -> info.numCachedPartitions())
        .sum();
  }

  private static List<WorkerReport> ranOn(String... executors) {
    return Stream.of(executors)
        .map(executor -> new WorkerReport(0, executor, 1, 0, 1, new WorkerTimes(0, 0, 0, 0)))
        .toList();
  }
}
