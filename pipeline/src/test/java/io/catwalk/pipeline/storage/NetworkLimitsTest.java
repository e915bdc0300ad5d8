package io.catwalk.pipeline.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.catwalk.pipeline.CatwalkException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class NetworkLimitsTest {

  @Test
  void waitsHaveAnEndUnlessTheUserSaysOtherwise() {
    Configuration ours = new Configuration();
    ours.set("ipc.client.rpc-timeout.ms", "0");

    assertThat(NetworkLimits.settings())
        .containsOnly(
            Map.entry("ipc.client.rpc-timeout.ms", "60000"),
            Map.entry("dfs.client.retry.policy.enabled", "true"),
            Map.entry("dfs.client.retry.policy.spec", "3000,4"),
            Map.entry("ipc.client.connect.max.retries.on.timeouts", "2"),
            Map.entry("fs.s3a.retry.throttle.limit", "7"),
            Map.entry("fs.s3a.retry.throttle.interval", "500ms"));
    assertThat(NetworkLimits.missingIn(ours))
        .hasSize(5)
        .doesNotContainKey("ipc.client.rpc-timeout.ms");
  }

  /** A NameNode that was stopped: the system takes the connection, and nobody answers. */
  @Test
  @Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void aNameNodeThatIsSilentIsToldOf() throws Exception {
    try (ServerSocket mute = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
      HadoopStorage storage =
          HadoopStorage.with(
              Map.of("ipc.client.rpc-timeout.ms", "500", "ipc.ping.interval", "500"));
      String root = "hdfs://127.0.0.1:" + mute.getLocalPort() + "/catwalk";

      assertThatThrownBy(() -> storage.store(root).exists("anything"))
          .isInstanceOf(CatwalkException.class)
          .hasMessageContaining(root);
    }
  }

  @Test
  @Timeout(value = 20, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void aPortWhereNobodyListensIsToldAtOnce() throws Exception {
    int port;
    try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = closed.getLocalPort();
    }
    HadoopStorage storage = HadoopStorage.with(Map.of());

    assertThatThrownBy(() -> storage.store("hdfs://127.0.0.1:" + port + "/catwalk"))
        .isInstanceOf(CatwalkException.class)
        .hasMessage(
            "Cannot reach hdfs://127.0.0.1:%d/catwalk: 127.0.0.1:%d: Connection refused",
            port, port);
    assertThatThrownBy(() -> storage.sources().any("hdfs://127.0.0.1:" + port + "/pictures"))
        .isInstanceOf(CatwalkException.class)
        .hasMessageContaining("127.0.0.1:" + port + ": Connection refused");
  }
}
