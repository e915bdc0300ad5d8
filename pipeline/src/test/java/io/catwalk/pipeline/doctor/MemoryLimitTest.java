package io.catwalk.pipeline.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Folders that look like /proc and /sys of machines and containers. */
class MemoryLimitTest {

  @TempDir Path root;

  @BeforeEach
  void machine() throws IOException {
    write("proc/meminfo", "MemTotal:       16384 kB\nMemFree:  1 kB\n");
  }

  @Test
  void theMachineWhereNoGroupSaysLess() throws IOException {
    write("proc/self/cgroup", "4:memory:/\n0::/\n");
    write("sys/fs/cgroup/memory/memory.limit_in_bytes", "9223372036854771712\n");
    write("sys/fs/cgroup/memory.max", "max\n");

    assertThat(MemoryLimit.of(root)).isEqualTo(new MemoryLimit(16384 * 1024, false));
  }

  @Test
  void theTightestGroupOnTheWayUp() throws IOException {
    write("proc/self/cgroup", "0::/kubepods/pod1/c1\n");
    write("sys/fs/cgroup/kubepods/pod1/c1/memory.max", "max\n");
    write("sys/fs/cgroup/kubepods/pod1/memory.max", "8388608\n");

    assertThat(MemoryLimit.of(root)).isEqualTo(new MemoryLimit(8 << 20, true));
  }

  @Test
  void aContainerThatSeesItsGroupAsTheRoot() throws IOException {
    write("proc/self/cgroup", "4:cpu,memory:/docker/abc\n");
    write("sys/fs/cgroup/memory/memory.limit_in_bytes", "4194304\n");

    assertThat(MemoryLimit.of(root)).isEqualTo(new MemoryLimit(4 << 20, true));
  }

  @Test
  void nothingTells() {
    assertThat(MemoryLimit.of(root.resolve("nowhere")).bytes()).isEqualTo(Long.MAX_VALUE);
  }

  private void write(String path, String content) throws IOException {
    Path file = root.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
  }
}
