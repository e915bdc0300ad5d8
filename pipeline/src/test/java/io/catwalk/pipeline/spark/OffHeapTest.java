package io.catwalk.pipeline.spark;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;

class OffHeapTest {

  private static final String OPTIONS = "spark.executor.extraJavaOptions";

  @Test
  void limitsTheProcessAndEnlargesItsContainer() {
    SparkConf conf = new SparkConf(false).set("spark.executor.memory", "2g").set(OPTIONS, "-Da=b");

    OffHeap.limit(conf, "3g");

    assertThat(conf.get(OPTIONS))
        .isEqualTo(
            "-Da=b -Dorg.bytedeco.javacpp.maxbytes=3072m"
                + " -Dorg.bytedeco.javacpp.maxphysicalbytes=5504m");
    assertThat(conf.get("spark.executor.memoryOverhead")).isEqualTo("3456m");
  }

  @Test
  void theUsersOwnLimitsStand() {
    SparkConf conf = new SparkConf(false).set(OPTIONS, "-Dorg.bytedeco.javacpp.maxbytes=1g");

    OffHeap.limit(conf, "3g");

    assertThat(conf.getAll()).hasSize(1);
  }

  @Test
  void nothingChangesWhereNothingIsSaid() {
    SparkConf conf = new SparkConf(false);

    OffHeap.limit(conf, "");

    assertThat(conf.getAll()).isEmpty();
  }
}
