package io.catwalk.pipeline.storage;

import io.catwalk.pipeline.cluster.S3Server;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * On S3, in a process with the Hadoop client of the embedded Spark, since the tests' own has no
 * S3A; {@link ContractMain} ends with 1 where a test fails or doesn't run.
 */
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
    run(server.settings(), GivenStoreContract.class);
  }

  @Test
  void whereverAPublisherDiesAFolderIsWholeOrNotThere() throws Exception {
    run(server.settings(), ObjectFolderCrashes.class);
  }

  @Test
  void whatGoesWrongOnTheWayIsTriedAgainOrTold() throws Exception {
    run(server.settings(), ObjectStoreFaults.class);
  }

  @Test
  void withoutConditionalWritesItRefuses() throws Exception {
    Map<String, String> settings = new LinkedHashMap<>(server.settings());
    settings.put("fs.s3a.create.conditional.enabled", "false");

    run(settings, StoreWithoutExclusion.class);
  }

  private static void run(Map<String, String> settings, Class<?> tests) throws Exception {
    S3Process.run(server, settings, ContractMain.class, tests.getName());
  }
}
