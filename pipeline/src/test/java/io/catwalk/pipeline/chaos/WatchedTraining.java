package io.catwalk.pipeline.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.catwalk.pipeline.cluster.LocalCluster;
import io.catwalk.pipeline.cluster.Script;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A training from its first start to its end. Where the cluster's state ends it with exit code 4,
 * which the user is to answer by {@code --resume}, that is done. It never stands still for long.
 */
final class WatchedTraining {

  /**
   * Between two epochs, restarts included; {@code catwalk.chaos.wait-seconds} for a slow machine.
   */
  private static final Duration LONGEST_WAIT =
      Duration.ofSeconds(Integer.getInteger("catwalk.chaos.wait-seconds", 90));

  private final LocalCluster cluster;
  private final Path folder;
  private final String run;
  private final int epochs;
  private Duration longest = Duration.ZERO;
  private int restarts;

  WatchedTraining(LocalCluster cluster, Path folder, String run, int epochs) {
    this.cluster = cluster;
    this.folder = folder;
    this.run = run;
    this.epochs = epochs;
  }

  /** Returns the {@code parameters_sha256} that it ended with. */
  String parameters() throws IOException, InterruptedException {
    Script.Finished finished = watch(start());
    while (finished.exitCode() == 4) {
      restarts++;
      assertThat(restarts).as("restarts; the last ended with " + finished.stderr()).isLessThan(50);
      finished = watch(resumeOrStart(finished));
    }
    finished.expect(0);
    return new ObjectMapper().readTree(finished.stdout()).get("parameters_sha256").asText();
  }

  /** The longest time between two epochs' ends so far. */
  Duration longest() {
    return longest;
  }

  int restarts() {
    return restarts;
  }

  private Script.Running start() throws IOException {
    return catwalk(
        "--config",
        "drawn.conf",
        "--master",
        cluster.master(),
        "--run-id",
        run,
        "--set",
        "train.epochs=" + epochs);
  }

  /** Before its first checkpoint there is nothing to go on from. */
  private Script.Running resumeOrStart(Script.Finished ended) throws IOException {
    return ended.stderr().contains("--resume " + run) ? catwalk("--resume", run) : start();
  }

  private Script.Running catwalk(String... options) throws IOException {
    List<String> words = new ArrayList<>(List.of("train", "--json"));
    words.addAll(List.of(options));
    return cluster.script("catwalk", folder).start(words.toArray(String[]::new));
  }

  private Script.Finished watch(Script.Running running) throws IOException, InterruptedException {
    long since = System.nanoTime();
    long lines = 0;
    while (!running.process().waitFor(100, TimeUnit.MILLISECONDS)) {
      long now = epochLines(running);
      Duration wait = Duration.ofNanos(System.nanoTime() - since);
      longest = wait.compareTo(longest) > 0 ? wait : longest;
      if (now > lines) {
        lines = now;
        since = System.nanoTime();
      } else if (wait.compareTo(LONGEST_WAIT) > 0) {
        String said = Files.readString(running.err());
        String stacks = stacks(running.process().pid());
        running.process().descendants().forEach(ProcessHandle::destroyForcibly);
        running.process().destroyForcibly();
        throw new AssertionError(
            "No epoch of " + run + " ended within " + wait + "; it said: " + said + stacks);
      }
    }
    return running.await(Duration.ofSeconds(10));
  }

  private static long epochLines(Script.Running running) throws IOException {
    return Files.readString(running.err())
        .lines()
        .filter(line -> line.matches("epoch \\d+/\\d+: .*"))
        .count();
  }

  private String stacks(long pid) {
    return Script.at(Path.of(System.getProperty("java.home"), "bin", "jstack"), folder)
        .run(Long.toString(pid))
        .stdout();
  }
}
