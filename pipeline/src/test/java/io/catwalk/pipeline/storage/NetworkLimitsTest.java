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
            Map.entry("ipc.client.connect.max.retries.on.timeouts", "2"));
    assertThat(NetworkLimits.missingIn(ours))
        .containsOnlyKeys("ipc.client.connect.max.retries.on.timeouts");
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
}
