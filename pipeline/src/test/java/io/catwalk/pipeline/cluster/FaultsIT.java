package io.catwalk.pipeline.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.catwalk.pipeline.LocalSpark;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.hdfs.DistributedFileSystem;
import org.apache.hadoop.hdfs.protocol.HdfsConstants.SafeModeAction;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Real processes are killed while a training runs on a standalone cluster and HDFS: whatever
 * happens, it ends with the parameters of the training that nothing happened to.
 *
 * <p>Three faults that everything else rests on, or with {@code -Dcatwalk.faults=all} each; {@code
 * -Dcatwalk.faults.repetitions=3} repeats each.
 */
class FaultsIT {

  /** So many that no fault comes too late, however fast the machine. */
  private static final int EPOCHS = 16;

  /** A worker's, the driver's and the storage's. */
  private static final Set<Fault> ESSENTIAL =
      EnumSet.of(Fault.EXECUTOR_KILLED, Fault.DRIVER_KILLED, Fault.NAMENODE_RESTARTED);

  private static final String FIRST = "batch=000001";
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir static Path temporary;
  private static LocalCluster cluster;
  private static String undisturbed;

  @BeforeAll
  static void trainUndisturbed() throws IOException {
    Script.of("get-data", temporary)
        .run("synthetic", "--to", "pictures", "--classes", "2", "--images", "300")
        .expect(0);
    // One file: HDFS takes half a second for each small one.
    Script.at(Path.of("/bin/tar"), temporary)
        .run("-cf", "pictures.tar", "-C", "pictures", ".")
        .expect(0);
    Files.writeString(
        temporary.resolve("drawn.conf"),
        """
        data {
          name = drawn, source = pictures.tar, split = hash, validation-percent = 10, test-percent = 10
          shape { height = 32, width = 32, channels = 1 }
        }
        model.name = lenet5
        train {
          workers = 2, averaging-frequency = 1, minibatch = 16, epochs = %d, learning-rate = 0.001, outer = nesterov
          checkpoint { every-rounds = 4, every-epochs = 1, keep = 3 }
        }
        """
            .formatted(EPOCHS));
    cluster = LocalCluster.start(temporary.resolve("cluster"));
    Script.Finished finished = start("undisturbed").await(Duration.ofMinutes(4)).expect(0);
    undisturbed = sha(finished);
    assertThat(cluster.fileSystem().exists(hdfs("checkpoints/undisturbed")))
        .as("checkpoints of a published run")
        .isFalse();
  }

  @AfterAll
  static void stopTheCluster() throws IOException {
    if (cluster != null) {
      cluster.close();
    }
  }

  /** What happens to a training that is under way; returns how it ends. */
  enum Fault {
    EXECUTOR_KILLED {
      @Override
      Script.Finished strike(Script.Running running, String run) throws IOException {
        List<ProcessHandle> executors =
            Stream.concat(
                    cluster.process("worker1").descendants(),
                    cluster.process("worker2").descendants())
                .filter(ProcessHandle::isAlive)
                .limit(1)
                .toList();
        assertThat(executors).as("executors").isNotEmpty();
        executors.forEach(ProcessHandle::destroyForcibly);
        return end(running, run);
      }
    },
    WORKER_KILLED {
      @Override
      Script.Finished strike(Script.Running running, String run) throws IOException {
        kill("worker1");
        return end(running, run);
      }
    },
    DATANODE_KILLED {
      @Override
      Script.Finished strike(Script.Running running, String run) throws IOException {
        kill("datanode1");
        return end(running, run);
      }
    },
    DRIVER_KILLED {
      @Override
      Script.Finished strike(Script.Running running, String run) throws IOException {
        running.process().destroyForcibly();
        running.await(Duration.ofMinutes(1)).expect(137);
        assertUnderWay(run);
        Script.Finished resumed = catwalk("train", "--resume", run, "--json");
        assertThat(resumed.stderr()).contains("going on ");
        return resumed;
      }
    },
    DRIVER_TERMINATED {
      @Override
      Script.Finished strike(Script.Running running, String run) throws IOException {
        running.process().destroy();
        Script.Finished stopped = running.await(Duration.ofMinutes(1)).expect(143);
        assertThat(stopped.stdout()).isEmpty();
        String line =
            stopped.stderr().lines().filter(l -> l.contains("to go on: ")).findFirst().orElse("");
        assertThat(line).as(stopped.stderr()).startsWith("catwalk: stopped after epoch ");
        assertThat(stopped.stderr()).doesNotContain("\tat ");
        assertUnderWay(run);
        // The very command that the user is told.
        String command = line.substring(line.indexOf("to go on: ") + "to go on: ".length());
        String[] words = command.split(" ");
        assertThat(Path.of(words[0])).isEqualTo(Script.projectRoot().resolve("submit/catwalk"));
        words[0] = "--json";
        String verb = words[1];
        words[1] = words[0];
        words[0] = verb;
        return catwalk(words);
      }
    },
    NAMENODE_RESTARTED {
      @Override
      Script.Finished strike(Script.Running running, String run) throws IOException {
        assertUnderWay(run);
        kill("namenode");
        cluster.command("start").expect(0);
        // However long that took: what is to be stored is offered again.
        return running.await(Duration.ofMinutes(4));
      }
    },
    WORKER_ADDED {
      @Override
      void prepare() throws IOException {
        kill("worker2");
      }

      @Override
      Script.Finished strike(Script.Running running, String run) throws IOException {
        cluster.command("start").expect(0);
        return end(running, run);
      }
    },
    /** Executors come and go as Spark thinks fit, and one is killed besides. */
    DYNAMIC_ALLOCATION {
      @Override
      List<String> options() {
        return List.of(
            "--set",
            "cluster.spark.dynamicAllocation.enabled=true",
            "--set",
            "cluster.spark.dynamicAllocation.shuffleTracking.enabled=true");
      }

      @Override
      Script.Finished strike(Script.Running running, String run) throws IOException {
        return EXECUTOR_KILLED.strike(running, run);
      }
    },
    STORAGE_REFUSES_FOR_A_WHILE {
      @Override
      Script.Finished strike(Script.Running running, String run) throws IOException {
        DistributedFileSystem hdfs = (DistributedFileSystem) cluster.fileSystem();
        hdfs.setSafeMode(SafeModeAction.SAFEMODE_ENTER);
        try {
          Waiting.untilItSays("warning: No checkpoint: ", running);
          Waiting.untilItSays("warning: Cannot publish run " + run, running);
        } finally {
          hdfs.setSafeMode(SafeModeAction.SAFEMODE_LEAVE);
        }
        return running.await(Duration.ofMinutes(4));
      }
    };

    /** Before it is started. */
    void prepare() throws IOException {}

    /** More of the command line. */
    List<String> options() {
      return List.of();
    }

    abstract Script.Finished strike(Script.Running running, String run) throws IOException;

    private static Script.Finished end(Script.Running running, String run) throws IOException {
      assertUnderWay(run);
      assertThat(running.process().isAlive()).isTrue();
      return running.await(Duration.ofMinutes(4));
    }

    private static void kill(String daemon) throws IOException {
      ProcessHandle process = cluster.process(daemon);
      process.destroyForcibly();
      process.onExit().join();
    }
  }

  static Stream<Arguments> faults() {
    int repetitions = Integer.getInteger("catwalk.faults.repetitions", 1);
    boolean all = System.getProperty("catwalk.faults", "essential").equals("all");
    return (all ? EnumSet.allOf(Fault.class) : ESSENTIAL)
        .stream()
            .flatMap(
                fault ->
                    IntStream.rangeClosed(1, repetitions).mapToObj(i -> Arguments.of(fault, i)));
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("faults")
  void endsWithTheSameParameters(Fault fault, int repetition) throws IOException {
    String run = fault.name().toLowerCase(java.util.Locale.ROOT) + "-" + repetition;
    long began = System.nanoTime();
    fault.prepare();
    Script.Running running = start(run, fault.options());
    awaitTheSecondEpoch(running, run);

    Script.Finished finished = fault.strike(running, run).expect(0);

    String sha = sha(finished);
    System.out.println(
        "%-28s %d  %5.1f s  %s  %s"
            .formatted(
                fault,
                repetition,
                (System.nanoTime() - began) / 1e9,
                sha.substring(0, 16),
                sha.equals(undisturbed) ? "same" : "OTHER"));
    assertThat(sha).isEqualTo(undisturbed);
    assertThat(finished.stdout()).doesNotContain("\tat ");
    assertThat(names("checkpoints/" + run)).as("checkpoints of a published run").isEmpty();
    assertThat(names("runs")).as("half a run").noneMatch(name -> name.startsWith("."));
    // What was killed comes back for the next one.
    cluster.command("start").expect(0);
  }

  @Test
  void aSecondDriverOfTheSameRunIsRefusedAndHarmless() throws IOException {
    Script.Running first = start("twice");
    awaitTheSecondEpoch(first, "twice");

    Script.Finished second = start("twice").await(Duration.ofMinutes(2)).expect(5);

    assertThat(second.stderr())
        .contains("Run twice is being worked on by process " + first.process().pid())
        .doesNotContain("\tat ");
    assertThat(sha(first.await(Duration.ofMinutes(4)).expect(0))).isEqualTo(undisturbed);
    assertThat(catwalk("train", "--resume", "twice").expect(2).stderr())
        .contains("--resume twice: this run is finished");
    assertThat(catwalk("train", "--resume", "never").expect(3).stderr())
        .contains("--resume never: there are no checkpoints of it in");
  }

  @Test
  void whatAKilledDriverScoredIsScoredOnce() throws IOException {
    Script.Running killed = script().start(scoring());
    Waiting.until(
        "a batch is there", killed, () -> names("scored/predictions.parquet").contains(FIRST));
    killed.process().descendants().forEach(ProcessHandle::destroyForcibly);
    killed.process().destroyForcibly();
    assertThat(killed.await(Duration.ofMinutes(1)).exitCode()).isNotZero();
    List<String> before = names("scored/predictions.parquet");

    JsonNode result = JSON.readTree(catwalk(scoring()).expect(0).stdout());

    assertThat(before).as("batches when it was killed").hasSizeLessThan(60);
    assertThat(result.get("images").asInt()).isBetween(1, 590);
    Path copy = temporary.resolve("scored");
    cluster.fileSystem().copyToLocalFile(hdfs("scored"), new org.apache.hadoop.fs.Path(copy + ""));
    List<String> paths =
        LocalSpark.session()
            .read()
            .parquet(copy + "/predictions.parquet")
            .select("path")
            .collectAsList()
            .stream()
            .map(row -> row.getString(0))
            .toList();
    assertThat(paths).hasSize(600).doesNotHaveDuplicates();
    assertThat(names("scored/predictions.parquet")).hasSize(60).noneMatch(n -> n.startsWith("."));
  }

  private static String[] scoring() {
    return ("predict --run undisturbed --images pictures.tar --append --batch 10 --json --out "
            + cluster.storage()
            + "/scored --master "
            + cluster.master())
        .split(" ");
  }

  @Test
  void aStopBeforeTrainingLeavesNothing() throws IOException {
    assumeTrue(!ignoresCtrlC(), "started by nohup or &, so that no child hears Ctrl-C");
    Script.Running running =
        script()
            .start(
                "train", "--config", "drawn.conf", "--run-id", "early", "--set", "data.name=fresh");
    Waiting.untilItSays("ingest: reading", running);
    new ProcessBuilder("kill", "-INT", Long.toString(running.process().pid())).start();

    Script.Finished stopped = running.await(Duration.ofMinutes(1)).expect(130);

    assertThat(stopped.stdout()).isEmpty();
    assertThat(stopped.stderr())
        .contains("catwalk: stopped; nothing was published")
        .doesNotContain("\tat ");
    assertThat(names("datasets/fresh")).as("half a dataset").isEmpty();
    assertThat(names("runs")).noneMatch(name -> name.contains("early"));
  }

  /** What a process ignores, its children ignore too, and Java does not take a signal back. */
  private static boolean ignoresCtrlC() throws IOException {
    Path status = Path.of("/proc/self/status");
    return Files.exists(status)
        && Files.readAllLines(status).stream()
            .filter(line -> line.startsWith("SigIgn:"))
            .anyMatch(line -> (Long.parseUnsignedLong(line.substring(7).strip(), 16) & 2) != 0);
  }

  private static Script script() {
    return cluster.script("catwalk", temporary).within(Duration.ofMinutes(5));
  }

  private static Script.Running start(String run) throws IOException {
    return start(run, List.of());
  }

  private static Script.Running start(String run, List<String> options) throws IOException {
    List<String> arguments = new ArrayList<>(List.of("train", "--config", "drawn.conf"));
    arguments.addAll(List.of("--master", cluster.master(), "--run-id", run, "--json"));
    arguments.addAll(options);
    return script().start(arguments.toArray(String[]::new));
  }

  private static Script.Finished catwalk(String... arguments) {
    return script().run(arguments);
  }

  private static void awaitTheSecondEpoch(Script.Running running, String run) throws IOException {
    Waiting.until(
        "a checkpoint of the second epoch",
        running,
        () ->
            checkpoints(run).stream()
                .anyMatch(name -> name.compareTo("epoch-00002-round-0000004") >= 0));
  }

  /** The fault has hit training, not what follows it. */
  private static void assertUnderWay(String run) throws IOException {
    assertThat(checkpoints(run))
        .as("checkpoints when the fault had struck")
        .isNotEmpty()
        .noneMatch(name -> name.startsWith("epoch-%05d".formatted(EPOCHS + 1)));
  }

  private static List<String> checkpoints(String run) throws IOException {
    return names("checkpoints/" + run).stream().filter(name -> name.startsWith("epoch-")).toList();
  }

  private static List<String> names(String folder) throws IOException {
    try {
      return Arrays.stream(cluster.fileSystem().listStatus(hdfs(folder)))
          .map(FileStatus::getPath)
          .map(org.apache.hadoop.fs.Path::getName)
          .toList();
    } catch (FileNotFoundException e) {
      return List.of();
    }
  }

  private static org.apache.hadoop.fs.Path hdfs(String path) {
    return new org.apache.hadoop.fs.Path(cluster.storage() + "/" + path);
  }

  private static String sha(Script.Finished finished) throws IOException {
    JsonNode result = JSON.readTree(finished.stdout());
    return result.get("parameters_sha256").asText();
  }
}
