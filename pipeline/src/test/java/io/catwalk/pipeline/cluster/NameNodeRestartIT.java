package io.catwalk.pipeline.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.catwalk.pipeline.CatwalkException;
import io.catwalk.pipeline.storage.ArtifactStore;
import io.catwalk.pipeline.storage.HadoopStorage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is under way outlasts a NameNode's death; what begins then is told of it at once. */
class NameNodeRestartIT {

  private static final byte[] CONTENT = {1, 2, 3};

  @TempDir static Path temporary;
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

  @Test
  void isWaitedForWhereAStorageIsOpen() throws Exception {
    ArtifactStore store = HadoopStorage.with(Map.of()).store(cluster.storage());
    store.write("before", CONTENT);
    ProcessHandle nameNode = cluster.process("namenode");
    nameNode.destroyForcibly();
    nameNode.onExit().get(30, TimeUnit.SECONDS);

    assertThatThrownBy(() -> HadoopStorage.with(Map.of()).store(cluster.storage()))
        .isInstanceOf(CatwalkException.class)
        .hasMessageContaining("Connection refused");
    CompletableFuture<byte[]> read = CompletableFuture.supplyAsync(() -> store.read("before"));
    cluster.command("start").expect(0);

    assertThat(read.get(2, TimeUnit.MINUTES)).isEqualTo(CONTENT);
  }
}
