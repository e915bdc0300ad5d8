package io.catwalk.pipeline.spark;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExecutorCollectorTest {

  private static final String OPTIONS = "spark.executor.extraJavaOptions";
  private static final String SERIAL = "-XX:+UseSerialGC";

  @ParameterizedTest
  @CsvSource({
    "'local-cluster[2,1,2048]', , true",
    "'local-cluster[1,2,2048]', , false",
    "local[2], 1, false",
    "yarn, , true",
    "yarn, 4, false",
    "k8s://https://host, , true",
    "spark://host:7077, 1, true",
    "spark://host:7077, , false",
  })
  void collectsOnItsOwnCoreAlone(String master, String cores, boolean serial) {
    SparkConf conf = new SparkConf(false).set("spark.master", master).set(OPTIONS, "-Da=b");
    if (cores != null) {
      conf.set("spark.executor.cores", cores);
    }

    ExecutorCollector.choose(conf);

    assertThat(conf.get(OPTIONS)).isEqualTo(serial ? "-Da=b " + SERIAL : "-Da=b");
  }

  @ParameterizedTest
  @CsvSource({"spark.executor.extraJavaOptions", "spark.executor.defaultJavaOptions"})
  void theUsersOwnStands(String key) {
    SparkConf conf =
        new SparkConf(false).set("spark.master", "yarn").set(key, "-Da=b -XX:+UseParallelGC");

    ExecutorCollector.choose(conf);

    assertThat(conf.get(OPTIONS, "")).doesNotContain(SERIAL);
  }

  @Test
  void theLimitOfMemoryComesBesideIt() {
    SparkConf conf = new SparkConf(false).set("spark.master", "yarn");

    ExecutorCollector.choose(conf);
    OffHeap.limit(conf, "1g");

    assertThat(conf.get(OPTIONS)).startsWith(SERIAL + " -Dorg.bytedeco");
  }
}
