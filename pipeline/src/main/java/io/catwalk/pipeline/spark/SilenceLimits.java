package io.catwalk.pipeline.spark;

import org.apache.spark.SparkConf;

/**
 * After how long Spark gives up an executor that says nothing. By itself it waits two to three
 * minutes, and whoever fetches blocks from that executor waits as long again, four times over.
 */
final class SilenceLimits {

  private SilenceLimits() {}

  /**
   * Six signs of life missed tell as much, and all others wait for it. A fetch ends later than
   * that: it is not tried again once its executor has been given up. A user's own {@code
   * spark.network.timeout} stands for all of it.
   */
  static void settle(SparkConf conf) {
    if (conf.contains("spark.network.timeout")) {
      return;
    }
    conf.setIfMissing("spark.storage.blockManagerHeartbeatTimeoutMs", "60s");
    conf.setIfMissing("spark.network.timeoutInterval", "5s");
    conf.setIfMissing("spark.shuffle.io.connectionTimeout", "75s");
  }
}
