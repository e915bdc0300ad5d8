package io.catwalk.pipeline.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.catwalk.pipeline.cluster.LocalCluster;
import io.catwalk.pipeline.cluster.Script;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
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
 * with which, and {@code catwalk.chaos.disturbances} what alone may happen.
 */
class ChaosIT {

  private static final double MINUTES =
      Double.parseDouble(System.getProperty("catwalk.chaos.minutes", "0.5"));

  /** A training lasts about a minute and a half of an hour, and seconds in the short round. */
  private static final int EPOCHS = MINUTES < 5 ? 20 : 120;

  @TempDir static Path temporary;
  private static LocalCluster cluster;
  private static Victims victims;
  private static String undisturbed;

  @BeforeAll
  static void trainUndisturbed() throws Exception {
    Script.of("get-data", temporary)
        .run("synthetic", "--to", "pictures", "--classes", "2", "--images", "300")
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
    shell("mount -t tmpfs -o size=64m tmpfs cluster/hdfs/datanode1 || true");
    cluster =
        LocalCluster.start(
            temporary.resolve("cluster"), "--workers", Integer.toString(Victims.WORKERS));
    victims = new Victims(cluster, disk, temporary);
    undisturbed = new WatchedTraining(cluster, temporary, "undisturbed", EPOCHS).parameters();
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
    for (int i = 1; i == 1 || Instant.now().isBefore(end); i++) {
      String run = "seed-" + seed + "-" + i;
      Instant began = Instant.now();
      WatchedTraining training = new WatchedTraining(cluster, temporary, run, EPOCHS);
      Disturber disturber = new Disturber(victims, dice, possible);
      String parameters;
      try (disturber) {
        parameters = training.parameters();
      } finally {
        System.out.printf(
            Locale.ROOT,
            "%s: %d s, %d restarts, longest wait %d s, %s%n",
            run,
            Duration.between(began, Instant.now()).toSeconds(),
            training.restarts(),
            training.longest().toSeconds(),
            disturber.struck());
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
        System.out.println("not on this machine, or not asked for: " + disturbance);
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
