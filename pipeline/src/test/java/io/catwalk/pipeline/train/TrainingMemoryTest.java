package io.catwalk.pipeline.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.catwalk.models.ImageShape;
import io.catwalk.models.ModelCatalog;
import io.catwalk.pipeline.config.AveragingConfig;
import io.catwalk.pipeline.config.AveragingConfig.OuterConfig;
import io.catwalk.pipeline.config.TrainingConfig;
import io.catwalk.pipeline.doctor.MemoryDemand;
import org.junit.jupiter.api.Test;

/** The estimate beside what was measured. */
class TrainingMemoryTest {

  private static final long MIB = 1L << 20;

  private static MemoryDemand demand(int side, int minibatch, long examples) {
    return demand(side, examples, TrainingConfigs.of(8, 10, minibatch));
  }

  private static MemoryDemand demand(int side, long examples, TrainingConfig config) {
    return TrainingMemory.of(
        StartingPoint.of(ModelCatalog.get("lenet5")),
        new ImageShape(side, side, 1),
        10,
        config,
        examples);
  }

  private static MemoryDemand demand(String storage) {
    AveragingConfig averaging =
        new AveragingConfig(10, 0, true, true, OuterConfig.AVERAGE, "none", storage);
    return demand(32, 60_000, TrainingConfigs.of(8, averaging, 64));
  }

  /** 7,500 images a worker. */
  @Test
  void imagesNeedTheHeapOnlyWhereTheyMayLieNowhereElse() {
    long images = 7500 * 32 * 32;

    assertThat(demand("memory").task().heap()).isEqualTo(images);
    assertThat(demand("memory-and-disk").task().heap()).isEqualTo(7500 * 2 * Integer.BYTES);
    assertThat(demand("disk").task().heap()).isEqualTo(7500 * 2 * Integer.BYTES);
    assertThat(demand("memory").resident()).isEqualTo(images);
    assertThat(demand("memory-and-disk").resident()).isEqualTo(images);
    assertThat(demand("disk").resident()).isZero();
  }

  /** A process that trained it stood at 3,215 MiB more than before, at its highest. */
  @Test
  void aLargeNetworkTakesNearlyWhatWasMeasuredAndNoMore() {
    assertThat(demand(512, 64, 60_000).task().offHeap()).isBetween(2900 * MIB, 3215 * MIB);
  }

  @Test
  void aUsualOneFitsEverywhere() {
    MemoryDemand demand = demand(32, 64, 60_000);

    assertThat(demand.task().offHeap()).isLessThan(16 * MIB);
    assertThat(demand.driver().offHeap()).isLessThan(4 * MIB);
    assertThat(demand.resident()).isEqualTo(7500 * 32 * 32);
    assertThat(demand.tasks()).isEqualTo(8);
  }

  @Test
  void beforeImagesAreReadTheNetworkAloneCounts() {
    MemoryDemand demand = demand(512, 64, 0);

    assertThat(demand.resident()).isZero();
    assertThat(demand.task().offHeap()).isBetween(450 * MIB, 600 * MIB);
  }
}
