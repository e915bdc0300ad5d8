package io.catwalk.pipeline.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.catwalk.pipeline.CatwalkException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A lock between real processes: in PID namespaces as containers have them, killed, stopped. */
class LockProcessesIT {

  private static final long LIMIT_SECONDS = 120;

  @TempDir Path folder;
  private ArtifactStore store;
  private final List<Process> started = new ArrayList<>();

  @BeforeEach
  void open() {
    store = HadoopStorage.with(Map.of()).store(folder.resolve("store").toString());
  }

  @AfterEach
  void endAll() {
    started.forEach(Process::destroyForcibly);
  }

  /**
   * Two containers of one machine, with one host name: that of the machine, one that many machines
   * have, and one that nobody can resolve. Process numbers in both begin at 1.
   */
  @ParameterizedTest
  @ValueSource(strings = {"", "localhost", "no-such-host.invalid"})
  void aLivingHolderIsNotRobbedFromAnotherPidNamespace(String host) throws Exception {
    assumeNamespaces();
    Process first = start("first", container(host));
    awaitHeld(first, "first");

    Process second = start("second", container(host));

    assertThat(second.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
    assertThat(said("second.err")).contains("Run r1 is being worked on by process ");
    assertThat(second.exitValue()).isEqualTo(5);
    assertThat(said("second.out")).doesNotContain("held");
    byte[] state = store.read("work/r1/state");
    await("the first goes on", first, () -> !java.util.Arrays.equals(state, read("state")));
  }

  @Test
  void whatAKilledHolderOfAnotherPidNamespaceLeftIsTakenOver() throws Exception {
    assumeNamespaces();
    Process first = start("first", container(""));
    awaitHeld(first, "first");
    first.destroyForcibly().waitFor();

    Instant before = Instant.now();
    StorageLock lock = take();

    // Nobody but its own namespace can tell that it has ended.
    assertThat(Duration.between(before, Instant.now())).isGreaterThan(Duration.ofSeconds(2));
    lock.check();
    lock.close();
    assertThat(store.list("work")).noneMatch(name -> name.startsWith("r1."));
  }

  @Test
  void whatAKilledHolderOfThisNamespaceLeftIsTakenOverAtOnce() throws Exception {
    Process first = start("first", List.of());
    awaitHeld(first, "first");
    first.destroyForcibly().waitFor();

    Instant before = Instant.now();
    StorageLock.take(store, "work/r1", "Run r1").close();

    assertThat(Duration.between(before, Instant.now())).isLessThan(Duration.ofSeconds(15));
  }

  /** Stopped anywhere: at a check, in the middle of a file, just before it appears. */
  @RepeatedTest(3)
  void aStoppedHolderThatWakesAfterItsLockWasTakenWritesNothing() throws Exception {
    Process first = start("first", List.of());
    awaitHeld(first, "first");
    await("it writes", first, () -> store.exists("work/r1/state"));
    signal("STOP", first);

    StorageLock lock = take();
    store.write("work/r1/state", "successor".getBytes(StandardCharsets.UTF_8));
    signal("CONT", first);

    assertThat(first.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
    assertThat(said("first.err"))
        .contains("Run r1 was taken over by process " + ProcessHandle.current().pid());
    assertThat(first.exitValue()).isEqualTo(5);
    assertThat(read("state")).asString().isEqualTo("successor");
    assertThat(store.list("work/r1")).containsExactly("state");
    lock.check();
    lock.close();
    assertThat(store.list("work")).containsExactly("r1");
  }

  /** With less patience than usual; one that beat a moment ago on this machine is waited for. */
  private StorageLock take() {
    Instant end = Instant.now().plusSeconds(LIMIT_SECONDS);
    while (true) {
      try {
        return StorageLock.take(
            store,
            "work/r1",
            "Run r1",
            Duration.ofSeconds(3),
            Processes.ofThisMachine(),
            Time.system());
      } catch (CatwalkException e) {
        assertThat(Instant.now()).as(e.getMessage()).isBefore(end);
      }
    }
  }

  private static List<String> container(String host) {
    List<String> command =
        new ArrayList<>(List.of("unshare", "--pid", "--kill-child", "--mount-proc", "--uts"));
    if (!host.isEmpty()) {
      command.addAll(List.of("sh", "-c", "hostname " + host + " && exec \"$@\"", "sh"));
    }
    return command;
  }

  private static void assumeNamespaces() throws Exception {
    Process probe;
    try {
      probe = new ProcessBuilder(container("probe")).redirectErrorStream(true).start();
    } catch (IOException e) {
      assumeTrue(false, "no unshare on this machine: " + e.getMessage());
      return;
    }
    String said = new String(probe.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assumeTrue(probe.waitFor() == 0, "this machine permits no namespaces: " + said);
  }

  private Process start(String name, List<String> within) throws IOException {
    List<String> command = new ArrayList<>(within);
    command.addAll(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Xmx128m",
            "-cp",
            System.getProperty("java.class.path"),
            LockHolderMain.class.getName(),
            folder.resolve("store").toString()));
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(folder.resolve(name + ".out").toFile())
            .redirectError(folder.resolve(name + ".err").toFile())
            .start();
    started.add(process);
    return process;
  }

  private void awaitHeld(Process process, String name) throws Exception {
    await("it holds the lock", process, () -> said(name + ".out").contains("held"));
  }

  /** What is waited for. */
  private interface Condition {
    boolean holds() throws IOException;
  }

  private void await(String what, Process process, Condition condition) throws Exception {
    Instant end = Instant.now().plusSeconds(LIMIT_SECONDS);
    while (!condition.holds()) {
      assertThat(process.waitFor(50, TimeUnit.MILLISECONDS))
          .as("it ended before " + what + ": " + said("first.err"))
          .isFalse();
      assertThat(Instant.now()).as("waited in vain until " + what).isBefore(end);
    }
  }

  private byte[] read(String name) {
    return store.read("work/r1/" + name);
  }

  private String said(String file) throws IOException {
    return Files.readString(folder.resolve(file));
  }

  private static void signal(String name, Process process) throws Exception {
    Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start();
    assertThat(kill.waitFor()).isZero();
  }
}
