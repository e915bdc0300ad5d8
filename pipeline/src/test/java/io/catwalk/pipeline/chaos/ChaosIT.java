package io.catwalk.pipeline.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.catwalk.pipeline.cli.Main;
import io.catwalk.pipeline.cluster.LocalCluster;
import io.catwalk.pipeline.cluster.Script;
import io.catwalk.pipeline.cluster.TestJar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Training after training on a cluster to which something happens every 5 to 20 seconds: each ends,
 * with the parameters of one that nothing happened to, and never waits for longer than 90 seconds.
 *
 * <p>{@code catwalk.chaos.minutes} says for how long with each seed, {@code catwalk.chaos.seeds}
 * with which, {@code catwalk.chaos.disturbances} what alone may happen, and {@code
 * catwalk.chaos.wait-seconds} how long a wait may be where the machine has too few cores for all
 * these processes. Seeds may run side by side, each in a process of its own.
 *
 * <p>How to read the output: a line a disturbance and its end, a line an epoch that was waited for
 * longer than 20 seconds, then one a training, and with each of them the sums of its seed so far:
 *
 * <pre>
 * 18:38:27 EXECUTOR_STOPPED for 2.4 s
 * 18:38:29 EXECUTOR_STOPPED is over
 * 18:39:02 seed-1-2: an epoch after 31 s
 * 18:43:50 seed-1-2: 334 s, the same parameters 1 of 1 times, 0 restarts, longest wait 31 s, 24 disturbances: 3 EXECUTOR_KILLED, …
 * 18:43:50 seed 1: 702 s, the same parameters 2 of 2 times, 1 restarts, longest wait 41 s, 51 disturbances: …
 * </pre>
 *
 * <p>A restart is a command that ended with exit code 4 and was given again, with {@code --resume}
 * where it said so; a line tells what it said. A wait is the time from the end of one epoch to that
 * of the next, across restarts, or from the command's start to the first, or from the last to the
 * command's end. The line of {@code undisturbed} tells the longest one of a training to which
 * nothing happened: what the machine itself takes.
 */
class ChaosIT {

  private static final double MINUTES =
      Double.parseDouble(System.getProperty("catwalk.chaos.minutes", "0.5"));

  /** A training lasts some minutes of an hour, and seconds in the short round. */
  private static final int EPOCHS = MINUTES < 5 ? 24 : 200;

  private static final int FEWEST_DISTURBANCES = 3;

  @TempDir static Path temporary;
  private static LocalCluster cluster;
  private static Victims victims;
  private static Script catwalk;
  private static String undisturbed;

  @BeforeAll
  static void trainUndisturbed() throws Exception {
    Script.of("get-data", temporary)
        .run("synthetic", "--to", "pictures", "--classes", "2", "--images", "150")
        .expect(0);
    // One file: HDFS takes half a second for each small one.
    shell("tar -cf pictures.tar -C pictures .");
    Files.writeString(
        temporary.resolve("drawn.conf"),
        """
        data {
          name = drawn, source = pictures.tar, split = hash, validation-percent = 10, test-percent = 10
          shape { height = 32, width = 32, channels = 1 }
        }
        model.name = lenet5
        train {
          workers = 3, averaging-frequency = 1, minibatch = 16, learning-rate = 0.001, outer = nesterov
          checkpoint { every-rounds = 4, every-epochs = 1, keep = 3 }
        }
        """);
    // Where root may, one DataNode has a disk that is soon full.
    Path disk = Files.createDirectories(temporary.resolve("cluster/hdfs/datanode1"));
    shell("mount -t tmpfs -o size=256m tmpfs cluster/hdfs/datanode1 || true");
    cluster =
        LocalCluster.start(
            temporary.resolve("cluster"), "--workers", Integer.toString(Victims.WORKERS));
    victims = new Victims(cluster, disk, temporary);
    catwalk = frugal(cluster.script("catwalk", temporary));
    WatchedTraining training = training("undisturbed");
    undisturbed = training.parameters();
    Diary.note("undisturbed: longest wait %d s", training.longest().toSeconds());
  }

  /**
   * Eleven processes and their successors share a few cores. So each host has the application
   * already, where every new executor would copy it, and no process compiles for long runs.
   */
  private static Script frugal(Script script) throws IOException {
    String application = Script.projectRoot().resolve("pipeline/target/catwalk.jar").toString();
    String java = "-XX:+UseSerialGC -XX:TieredStopAtLevel=1";
    return script
        .with("CATWALK_JAR", TestJar.write(temporary.resolve("main.jar"), Main.class).toString())
        .with(
            "CATWALK_SUBMIT_ARGS",
            String.join(
                " ",
                "--conf spark.driver.extraClassPath=" + application,
                "--conf spark.executor.extraClassPath=" + application,
                "--conf 'spark.driver.extraJavaOptions=" + java + "'",
                "--conf 'spark.executor.extraJavaOptions=" + java + "'",
                // A DataNode gets a block only where a whole one has room.
                "--conf spark.hadoop.dfs.blocksize=8388608"));
  }

  private static WatchedTraining training(String run) {
    return new WatchedTraining(
        catwalk,
        List.of(
            "--config",
            "drawn.conf",
            "--master",
            cluster.master(),
            "--run-id",
            run,
            "--set",
            "train.epochs=" + EPOCHS),
        run,
        ChaosIT::storageAnswers);
  }

  private static boolean storageAnswers() {
    try {
      return cluster.fileSystem().exists(new org.apache.hadoop.fs.Path("/"));
    } catch (IOException e) {
      return false;
    }
  }

  @AfterAll
  static void stop() throws IOException {
    try {
      if (cluster != null) {
        cluster.close();
      }
    } finally {
      shell("umount -l cluster/hdfs/datanode1 || true");
    }
  }

  static LongStream seeds() {
    return Arrays.stream(System.getProperty("catwalk.chaos.seeds", "1").split(","))
        .mapToLong(Long::parseLong);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void everyTrainingEndsWithTheSameParameters(long seed) throws Exception {
    Random dice = new Random(seed);
    Instant end = Instant.now().plusMillis(Math.round(MINUTES * 60_000));
    List<Disturbance> possible = possible();
    Tally all = new Tally();
    for (int i = 1; Instant.now().isBefore(end) || all.disturbances() < FEWEST_DISTURBANCES; i++) {
      String run = "seed-" + seed + "-" + i;
      Tally tally = new Tally();
      WatchedTraining training = training(run);
      Disturber disturber = new Disturber(victims, dice, possible);
      String parameters = "";
      try (disturber) {
        parameters = training.parameters();
      } finally {
        tally.add(training, disturber, parameters.equals(undisturbed));
        all.add(tally);
        Diary.note("%s: %s", run, tally);
        Diary.note("seed %d: %s", seed, all);
      }
      assertThat(parameters).as(run + " after " + disturber.struck()).isEqualTo(undisturbed);
    }
  }

  private static List<Disturbance> possible() throws IOException {
    List<Disturbance> possible = new ArrayList<>();
    for (Disturbance disturbance : Disturbance.values()) {
      if (chosen(disturbance) && disturbance.isPossible(victims)) {
        possible.add(disturbance);
      } else {
        Diary.note("not on this machine, or not asked for: %s", disturbance);
      }
    }
    return possible;
  }

  private static boolean chosen(Disturbance disturbance) {
    String names = System.getProperty("catwalk.chaos.disturbances", "");
    return names.isEmpty() || List.of(names.split(",")).contains(disturbance.name());
  }

  private static void shell(String command) {
    Script.at(Path.of("/bin/sh"), temporary).run("-c", command).expect(0);
  }
}
