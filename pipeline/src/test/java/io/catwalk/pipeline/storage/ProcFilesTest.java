package io.catwalk.pipeline.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.catwalk.pipeline.storage.Processes.Fate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class ProcFilesTest {

  @TempDir Path proc;
  private ProcFiles processes;

  @BeforeEach
  void mount() throws IOException {
    Files.createDirectories(proc.resolve("sys/kernel/random"));
    Files.writeString(proc.resolve("sys/kernel/random/boot_id"), "boot-1\n");
    process(1, "init", "0");
    process(70, "java", "4711");
    Files.createDirectories(proc.resolve("70/ns"));
    Files.createSymbolicLink(proc.resolve("70/ns/pid"), Path.of("pid:[4026531836]"));
    Files.createSymbolicLink(proc.resolve("self"), Path.of("70"));
    processes = new ProcFiles(proc, 70);
  }

  @Test
  void aProcessIsNamedByAllThatTellsItFromOthers() {
    ProcessIdentity self = processes.self();

    assertThat(self.boot()).isEqualTo("boot-1");
    assertThat(self.pidNamespace()).isEqualTo("pid:[4026531836]");
    assertThat(self.pid()).isEqualTo(70);
    assertThat(self.started()).isEqualTo("4711");
    assertThat(UUID.fromString(self.id())).isNotEqualTo(UUID.fromString(processes.self().id()));
    assertThat(self.words()).isEqualTo("process 70 on " + self.host());
  }

  @Test
  void whatRunsAndWhatHasEnded() throws IOException {
    process(71, "a ) R 1 (strange) name", "99");

    assertThat(fate(70, "4711")).isEqualTo(Fate.RUNS);
    assertThat(fate(71, "99")).isEqualTo(Fate.RUNS);
    assertThat(fate(71, "98")).as("a later process of this number").isEqualTo(Fate.ENDED);
    assertThat(fate(72, "99")).as("no process of this number").isEqualTo(Fate.ENDED);
  }

  @Test
  void ofAnotherMachineOrNamespaceNothingIsTold() {
    String here = "pid:[4026531836]";
    assertThat(processes.fate(process("boot-2", here, 72, "1"))).isEqualTo(Fate.UNKNOWN);
    assertThat(processes.fate(process("", here, 72, "1"))).isEqualTo(Fate.UNKNOWN);
    assertThat(processes.fate(process("boot-1", "pid:[7]", 72, "1"))).isEqualTo(Fate.UNKNOWN);
    assertThat(processes.fate(process("boot-1", "", 72, "1"))).isEqualTo(Fate.UNKNOWN);
    assertThat(processes.fate(process("boot-1", here, 72, ""))).isEqualTo(Fate.UNKNOWN);
    assertThat(processes.fate(ProcessIdentity.UNTOLD)).isEqualTo(Fate.UNKNOWN);
  }

  @Test
  void aSystemThatDoesNotTellWhichMachineItIsTellsNothing() throws IOException {
    Files.delete(proc.resolve("sys/kernel/random/boot_id"));

    assertThat(processes.self().boot()).isEmpty();
    assertThat(processes.fate(process("", "pid:[4026531836]", 72, "1"))).isEqualTo(Fate.UNKNOWN);
  }

  @Test
  void numbersOfAnotherNamespaceAreNotTaken() throws IOException {
    // After `unshare --pid --fork` alone, /proc goes on to count the processes outside.
    Files.delete(proc.resolve("self"));
    Files.createSymbolicLink(proc.resolve("self"), Path.of("71"));
    process(71, "java", "4711");
    Files.createDirectories(proc.resolve("71/ns"));
    Files.createSymbolicLink(proc.resolve("71/ns/pid"), Path.of("pid:[4026531836]"));

    assertThat(processes.self().pidNamespace()).isEmpty();
    assertThat(fate(72, "1")).isEqualTo(Fate.UNKNOWN);
  }

  @Test
  void whereOtherUsersProcessesAreHiddenNothingIsTold() throws IOException {
    Files.delete(proc.resolve("1/stat"));

    assertThat(processes.self().pidNamespace()).isEmpty();
    assertThat(fate(72, "1")).isEqualTo(Fate.UNKNOWN);
  }

  @Test
  void whatCannotBeReadIsNotTakenForAnEnd() throws IOException {
    Files.createDirectories(proc.resolve("73/stat"));
    Files.createDirectories(proc.resolve("74"));
    Files.writeString(proc.resolve("74/stat"), "74 (java) S 1");

    assertThat(fate(73, "1")).isEqualTo(Fate.UNKNOWN);
    assertThat(fate(74, "1")).isEqualTo(Fate.UNKNOWN);
    assertThat(new ProcFiles(proc, 74).self().started()).isEmpty();
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void aRealProcessRunsUntilItHasEnded() throws Exception {
    Process child = new ProcessBuilder("sleep", "60").start();
    try {
      ProcessIdentity itself = new ProcFiles(Path.of("/proc"), child.pid()).self();
      Processes here = Processes.ofThisMachine();
      ProcessIdentity self = here.self();
      ProcessIdentity seen =
          new ProcessIdentity(
              "", "", self.boot(), self.pidNamespace(), child.pid(), itself.started());
      assertThat(here.fate(self)).isEqualTo(Fate.RUNS);
      assertThat(here.fate(seen)).isEqualTo(Fate.RUNS);

      child.destroyForcibly().waitFor();

      assertThat(here.fate(seen)).isEqualTo(Fate.ENDED);
    } finally {
      child.destroyForcibly();
    }
  }

  private Fate fate(long pid, String started) {
    return processes.fate(process("boot-1", "pid:[4026531836]", pid, started));
  }

  private static ProcessIdentity process(String boot, String namespace, long pid, String started) {
    // One host name for all: it tells nothing.
    return new ProcessIdentity("", "localhost", boot, namespace, pid, started);
  }

  private void process(long pid, String command, String started) throws IOException {
    Files.createDirectories(proc.resolve(Long.toString(pid)));
    String fields = "S 1 1 1 0 -1 0 0 0 0 0 0 0 0 0 20 0 1 0 ";
    Files.writeString(
        proc.resolve(pid + "/stat"), pid + " (" + command + ") " + fields + started + " 1 1\n");
  }
}
