package io.catwalk.pipeline.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The real daemons of {@code submit/local-cluster}, and jobs that {@code submit/catwalk} runs
 * there.
 */
class ClusterIT {
  @TempDir static Path temporary;
  private static LocalCluster cluster;

  @BeforeAll
  static void startCluster() throws IOException {
    cluster = LocalCluster.start(temporary.resolve("cluster"));
  }

  @AfterAll
  static void stopCluster() throws IOException {
    if (cluster != null) {
      cluster.close();
    }
  }

  @Test
  void keepsWhatIsWrittenOnBothDataNodes() throws IOException {
    org.apache.hadoop.fs.Path file = hdfs("round-trip.txt");
    byte[] content = "written over the network".getBytes(StandardCharsets.UTF_8);
    FileSystem client = cluster.fileSystem();
    try (FSDataOutputStream out = client.create(file)) {
      out.write(content);
    }

    try (InputStream in = client.open(file)) {
      assertThat(in.readAllBytes()).isEqualTo(content);
    }
    FileStatus status = client.getFileStatus(file);
    assertThat(status.getReplication()).isEqualTo((short) 2);
    assertThat(client.getFileBlockLocations(status, 0, 1)[0].getNames())
        .as("DataNodes that hold the block")
        .doesNotHaveDuplicates()
        .hasSize(2);
  }

  @Test
  void runsAJobOnBothExecutorsAndHandsItsExitCodeOn() throws IOException {
    Path jar = TestJar.write(temporary.resolve("probe.jar"), ProbeJob.class, WhereTaskRuns.class);
    org.apache.hadoop.fs.Path output = hdfs("probe-output");

    Script.Finished finished =
        cluster
            .script("catwalk", temporary)
            .with("CATWALK_JAR", jar.toString())
            .run("probe", "2", "7", output.toString())
            .expect(7);

    assertThat(finished.stdout().lines())
        .as("tasks, as the executors saw them")
        .containsExactlyInAnyOrder("executor=0 threads=1", "executor=1 threads=1");
    assertThat(finished.stderr()).as("log").doesNotContain(" INFO ");
    try (InputStream in =
        cluster.fileSystem().open(new org.apache.hadoop.fs.Path(output, "part-00000"))) {
      assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8)).startsWith("executor=");
    }
    assertThat(
            cluster
                .fileSystem()
                .getFileStatus(new org.apache.hadoop.fs.Path(output, "part-00000"))
                .getReplication())
        .as("copies of what an executor wrote")
        .isEqualTo((short) 2);
  }

  @Test
  void startLeavesARunningClusterAlone() throws IOException {
    List<ProcessHandle> before = processes(cluster);

    assertThat(cluster.command("start").expect(0).stderr()).contains("already up");

    assertThat(processes(cluster)).isEqualTo(before);
    assertThat(cluster.command("status").expect(0).stdout().lines())
        .hasSize(cluster.daemons().size())
        .allMatch(line -> line.contains(" up "));
  }

  @Test
  void startBringsALostWorkerBack() throws Exception {
    ProcessHandle worker = cluster.process("worker2");
    worker.destroyForcibly();
    worker.onExit().get(20, TimeUnit.SECONDS);

    assertThat(cluster.command("status").expect(1).stdout())
        .containsPattern("worker2 +down")
        .containsPattern("worker1 +up");
    cluster.command("start").expect(0);
    cluster.command("status").expect(0);
  }

  @Test
  void twoClustersLiveSideBySideAndEachStopsOnlyItsOwn() throws Exception {
    Process bystander = new ProcessBuilder("sleep", "600").start();
    List<ProcessHandle> own;
    try {
      Path directory = temporary.resolve("another cluster");
      try (LocalCluster other = LocalCluster.start(directory, "--workers", "1")) {
        own = processes(other);
        assertThat(other.master()).isNotEqualTo(cluster.master());
        // A number that the system has given to somebody else since.
        Files.writeString(directory.resolve("pids/worker2"), bystander.pid() + " 1\n");
        Files.writeString(directory.resolve("settings"), otherWorkers(directory, 2));
      }

      for (ProcessHandle process : own) {
        process.onExit().get(10, TimeUnit.SECONDS);
      }
      assertThat(bystander.isAlive()).as("a process of somebody else's").isTrue();
      cluster.command("status").expect(0);
    } finally {
      bystander.destroyForcibly();
    }
  }

  @Test
  void aDaemonThatDiesShowsItsLastWordsAndTakesTheRestDown() throws IOException {
    Path directory = temporary.resolve("broken");
    Files.createDirectories(directory.resolve("hdfs/name/current"));
    Files.writeString(directory.resolve("hdfs/name/current/VERSION"), "layoutVersion=nonsense\n");

    Script.Finished finished = LocalCluster.command(directory, "start").expect(4);

    assertThat(finished.stderr()).contains("namenode ended before it answered", "nonsense");
    assertThat(LocalCluster.command(directory, "status").expect(1).stdout()).doesNotContain(" up ");
    LocalCluster.command(directory, "env").expect(4);
  }

  private static org.apache.hadoop.fs.Path hdfs(String name) {
    return new org.apache.hadoop.fs.Path(cluster.storage() + "/" + name);
  }

  private static List<ProcessHandle> processes(LocalCluster of) throws IOException {
    List<ProcessHandle> processes = new ArrayList<>();
    for (String daemon : of.daemons()) {
      processes.add(of.process(daemon));
    }
    return processes;
  }

  /** The cluster's settings, as if it had been started with another number of workers. */
  private static String otherWorkers(Path directory, int workers) throws IOException {
    return Files.readString(directory.resolve("settings"))
        .replaceFirst("^(\\d+) \\d+", "$1 " + workers);
  }
}
