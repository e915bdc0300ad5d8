package io.catwalk.pipeline.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.catwalk.pipeline.cluster.S3Server;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On S3, in a process with the Hadoop client of the embedded Spark: the tests' own has no S3A. */
class S3StoreContractIT {

  @TempDir private static Path temporary;
  private static S3Server server;

  @BeforeAll
  static void start() throws Exception {
    server = S3Server.start(temporary);
  }

  @AfterAll
  static void stop() throws InterruptedException {
    if (server != null) {
      server.close();
    }
  }

  @Test
  void s3KeepsTheContract() throws Exception {
    assertThat(run(server.settings(), GivenStoreContract.class)).endsWith("tests 14 of 14");
  }

  @Test
  void whereverAPublisherDiesAFolderIsWholeOrNotThere() throws Exception {
    assertThat(run(server.settings(), ObjectFolderCrashes.class)).endsWith("tests 1 of 1");
  }

  @Test
  void whatGoesWrongOnTheWayIsTriedAgainOrTold() throws Exception {
    assertThat(run(server.settings(), ObjectStoreFaults.class)).endsWith("tests 6 of 6");
  }

  @Test
  void withoutConditionalWritesItRefuses() throws Exception {
    Map<String, String> settings = new LinkedHashMap<>(server.settings());
    settings.put("fs.s3a.create.conditional.enabled", "false");

    assertThat(run(settings, StoreWithoutExclusion.class)).endsWith("tests 3 of 3");
  }

  private static String run(Map<String, String> settings, Class<?> tests) throws Exception {
    return S3Process.run(server, settings, ContractMain.class, tests.getName());
  }
}
