package io.catwalk.pipeline.storage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.catwalk.pipeline.CatwalkException;
import io.catwalk.pipeline.ExitCode;
import io.catwalk.pipeline.storage.FaultyConnection.Fault;
import java.io.IOException;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What goes wrong between a client and S3; {@link ContractMain} runs it. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ObjectStoreFaults {

  private static final Map<String, String> SETTINGS = GivenStoreContract.settings();
  private static final int SERVER = URI.create(SETTINGS.get("fs.s3a.endpoint")).getPort();
  private static final int ALWAYS = Integer.MAX_VALUE;

  /** Of a client that gives up early. */
  private static final Map<String, String> IMPATIENT =
      Map.of(
          "fs.s3a.retry.throttle.limit", "2",
          "fs.s3a.retry.throttle.interval", "10ms",
          "fs.s3a.retry.limit", "2",
          "fs.s3a.retry.interval", "10ms",
          "fs.s3a.attempts.maximum", "2");

  private final String root =
      System.getProperty(GivenStoreContract.ROOT) + "/faults-" + UUID.randomUUID();
  private final byte[] large = new byte[6 << 20];
  private final ArtifactStore sound = HadoopStorage.with(SETTINGS).store(root);

  ObjectStoreFaults() {
    new Random(1).nextBytes(large);
  }

  @AfterEach
  void leaveNothing() {
    sound.delete("");
  }

  private ArtifactStore through(int port, Map<String, String> more) {
    Map<String, String> settings = new HashMap<>(SETTINGS);
    settings.put("fs.s3a.endpoint", "http://127.0.0.1:" + port);
    settings.put("fs.s3a.impl.disable.cache", "true");
    settings.putAll(more);
    return HadoopStorage.with(settings).store(root);
  }

  private static void fails(ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            CatwalkException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.CLUSTER))
        .hasMessageNotContaining("\n");
  }

  @Test
  void whoAsksForFewerRequestsIsAskedAgain() throws IOException {
    try (FaultyConnection faulty = new FaultyConnection(SERVER, Fault.SLOW_DOWN, 3)) {
      through(faulty.port(), Map.of()).write("a/b", "content".getBytes(UTF_8));

      assertThat(faulty.spoilt()).isEqualTo(3);
    }
    assertThat(sound.read("a/b")).asString(UTF_8).isEqualTo("content");
  }

  @Test
  void whoAlwaysAsksForFewerRequestsIsToldOf() throws IOException {
    try (FaultyConnection faulty = new FaultyConnection(SERVER, Fault.SLOW_DOWN, ALWAYS)) {
      ArtifactStore store = through(faulty.port(), IMPATIENT);

      fails(() -> store.write("a/b", new byte[1]));
      fails(() -> store.list("a"));
    }
    assertThat(sound.list("a")).isEmpty();
  }

  @Test
  void anUploadThatWasCutIsSentAgain() throws IOException {
    try (FaultyConnection faulty = new FaultyConnection(SERVER, Fault.CUT, 1)) {
      through(faulty.port(), Map.of()).write("a/b", large);

      assertThat(faulty.spoilt()).isEqualTo(1);
    }
    assertThat(sound.read("a/b")).isEqualTo(large);
  }

  @Test
  void anUploadThatIsAlwaysCutLeavesNothing() throws IOException {
    sound.write("a/b", "old".getBytes(UTF_8));
    try (FaultyConnection faulty = new FaultyConnection(SERVER, Fault.CUT, ALWAYS)) {
      ArtifactStore store = through(faulty.port(), IMPATIENT);

      fails(() -> store.write("a/b", large));
      fails(() -> store.create("a/c", large));
    }
    assertThat(sound.read("a/b")).asString(UTF_8).isEqualTo("old");
    assertThat(sound.list("a")).containsExactly("b");
  }

  @Test
  void lostCredentialsAreToldOf() {
    ArtifactStore store = through(SERVER, Map.of("fs.s3a.secret.key", "another"));

    fails(() -> store.write("a/b", new byte[1]));
    fails(() -> store.read("a/b"));
    assertThatThrownBy(() -> store.list("a")).hasMessageContaining("permission denied");
  }

  @Test
  void aServerThatIsNotThereIsToldOf() throws IOException {
    int nobody;
    try (FaultyConnection closed = new FaultyConnection(SERVER, Fault.CUT, 0)) {
      nobody = closed.port();
    }
    fails(() -> through(nobody, IMPATIENT).list("a"));
  }
}
