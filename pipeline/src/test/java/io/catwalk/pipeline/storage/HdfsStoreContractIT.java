package io.catwalk.pipeline.storage;

import io.catwalk.pipeline.cluster.LocalCluster;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** On a NameNode and two DataNodes. */
class HdfsStoreContractIT extends StoreContract {

  @TempDir private static Path temporary;
  private static LocalCluster cluster;

  @BeforeAll
  static void start() throws IOException {
    cluster = LocalCluster.start(temporary.resolve("cluster"), "--workers", "1");
  }

  @AfterAll
  static void stop() throws IOException {
    if (cluster != null) {
      cluster.close();
    }
  }

  @Override
  String root() {
    return cluster.storage();
  }

  @Override
  HadoopStorage storage() {
    return HadoopStorage.with(Map.of("dfs.client.use.datanode.hostname", "false"));
  }
}
