package io.catwalk.pipeline.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.catwalk.pipeline.doctor.MemoryDemand.Part;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What cannot fit is refused with figures, and what can is let through. */
class RoomCheckTest {

  private static final long MIB = 1L << 20;
  private static final long GIB = 1L << 30;

  private static ProcessFacts process(String id, String machine, int slots, long heap, long limit) {
    return new ProcessFacts(
        id,
        "host",
        machine,
        slots,
        new ProcessFacts.Versions("17", "3.5.5", "2.12.18", "3.3.4"),
        new ProcessFacts.Cores(4, 4, 1),
        new ProcessFacts.Memory(heap, heap, 4 * heap, limit, false),
        new ProcessFacts.Natives("oneDNN 3.11.2, avx2, FP32", ""),
        0,
        List.of(),
        List.of(),
        0);
  }

  private static MemoryDemand demand(long taskHeap, long taskOffHeap, int workers) {
    return new MemoryDemand(
        "training lenet5",
        new Part(10 * MIB, 100 * MIB),
        new Part(taskHeap, taskOffHeap),
        workers,
        taskHeap / 2);
  }

  private static List<Finding> local(int slots, MemoryDemand demand) {
    return new RoomCheck(
            new ClusterFacts(
                "local[" + slots + "]",
                Map.of(),
                8,
                process("driver", "m", 0, 2 * GIB, 24 * GIB),
                List.of(process("driver", "m", slots, 2 * GIB, 24 * GIB)),
                0,
                0),
            demand)
        .findings();
  }

  private static List<Finding> cluster(int executors, long machine, MemoryDemand demand) {
    return new RoomCheck(
            new ClusterFacts(
                "spark://host:7077",
                Map.of(),
                8,
                process("driver", "d", 0, 2 * GIB, 24 * GIB),
                IntStream.range(0, executors)
                    .mapToObj(i -> process("" + i, "m", 1, GIB, machine))
                    .toList(),
                0,
                0),
            demand)
        .findings();
  }

  @Test
  void whatFitsIsLetThrough() {
    assertThat(local(2, demand(10 * MIB, GIB, 8))).isEmpty();
    assertThat(cluster(2, 24 * GIB, demand(10 * MIB, GIB, 2))).isEmpty();
  }

  @Test
  void tasksOfALocalMasterAddUpInTheDriver() {
    assertThat(local(4, demand(10 * MIB, 2 * GIB, 8)))
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.severity()).isEqualTo(Severity.ERROR);
              assertThat(finding.what())
                  .isEqualTo(
                      "the driver: training lenet5 holds at least 8.1 GiB outside the heap (4 tasks side by side,"
                          + " 2.0 GiB each) and 50 MiB in it, where JavaCPP lets the process have 8.0 GiB");
              assertThat(finding.cure()).contains("--driver-memory 3g", "fewer cores");
            });
  }

  @Test
  void workersBeyondTheSlotsWaitAndTakeNothing() {
    assertThat(local(2, demand(MIB, 2 * GIB, 1000))).isEmpty();
  }

  @Test
  void examplesThatTheHeapCannotHoldNameIts() {
    assertThat(cluster(2, 24 * GIB, demand(3 * GIB, 10 * MIB, 2)))
        .hasSize(2)
        .allSatisfy(
            finding -> {
              assertThat(finding.severity()).isEqualTo(Severity.ERROR);
              assertThat(finding.what()).contains("3.0 GiB on the heap", "where that is 1.0 GiB");
              assertThat(finding.cure()).contains("cluster.spark.executor.memory=5g");
            });
  }

  @Test
  void anExecutorsNetworkThatIsTooLargeNamesOffHeap() {
    assertThat(cluster(1, 24 * GIB, demand(10 * MIB, 5 * GIB, 1)))
        .singleElement()
        .satisfies(
            finding ->
                assertThat(finding.line())
                    .contains(
                        "executor 0 on host", "5.0 GiB outside the heap", "cluster.off-heap=8g"));
  }

  @Test
  void executorsOfOneMachineShareItsMemory() {
    assertThat(cluster(4, 8 * GIB, demand(10 * MIB, 2 * GIB, 4)))
        .singleElement()
        .satisfies(
            finding ->
                assertThat(finding.what())
                    .contains("in the 4 processes of host, a machine of 8.0 GiB"));
  }

  @Test
  void examplesThatSparksStorageCannotKeepAreAWarning() {
    assertThat(cluster(1, 24 * GIB, demand(200 * MIB, 10 * MIB, 8)))
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.severity()).isEqualTo(Severity.WARNING);
              assertThat(finding.what()).contains("examples of 800 MiB", "has 434 MiB");
              assertThat(finding.cure()).contains("cluster.spark.executor.memory=2g");
            });
  }
}
