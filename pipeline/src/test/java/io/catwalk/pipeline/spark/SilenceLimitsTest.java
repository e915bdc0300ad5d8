package io.catwalk.pipeline.spark;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.spark.SparkConf;
import org.apache.spark.network.netty.SparkTransportConf;
import org.junit.jupiter.api.Test;
import scala.Option;

class SilenceLimitsTest {

  @Test
  void aFetchEndsSoonAfterItsExecutorIsGivenUp() {
    SparkConf conf = new SparkConf(false);
    SilenceLimits.settle(conf);

    long givenUp =
        conf.getTimeAsSeconds("spark.storage.blockManagerHeartbeatTimeoutMs")
            + conf.getTimeAsSeconds("spark.network.timeoutInterval");
    assertThat(fetchSeconds(conf)).isGreaterThan(givenUp).isLessThan(90);
  }

  @Test
  void whatTheUserSetsStands() {
    SparkConf conf = new SparkConf(false).set("spark.network.timeout", "300s");
    SilenceLimits.settle(conf);

    assertThat(fetchSeconds(conf)).isEqualTo(300);
    assertThat(conf.contains("spark.storage.blockManagerHeartbeatTimeoutMs")).isFalse();
  }

  /** As Spark itself reads it. */
  private static long fetchSeconds(SparkConf conf) {
    return SparkTransportConf.fromSparkConf(conf, "shuffle", 1, Option.empty())
            .connectionTimeoutMs()
        / 1000;
  }
}
