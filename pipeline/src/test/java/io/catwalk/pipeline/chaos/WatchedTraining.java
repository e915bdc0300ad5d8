package io.catwalk.pipeline.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.catwalk.pipeline.cluster.Script;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * A training from its first start to its end. Where the cluster's state ends it with exit code 4,
 * which the user is to answer by {@code --resume}, that is done. It never stands still for long.
 */
final class WatchedTraining {

  /** {@code catwalk.chaos.wait-seconds} for a slow machine. */
  private static final Duration LONGEST_WAIT =
      Duration.ofSeconds(Integer.getInteger("catwalk.chaos.wait-seconds", 90));

  private static final Duration WORTH_A_LINE = Duration.ofSeconds(20);
  private static final int MOST_RESTARTS = 50;

  private final Script catwalk;
  private final List<String> start;
  private final String run;
  private final BooleanSupplier storageAnswers;
  private Duration longest = Duration.ZERO;
  private long progressed;
  private int restarts;

  /**
   * @param catwalk the command
   * @param start options with which it is started
   * @param run id of the run
   * @param storageAnswers what a user looks at before trying again
   */
  WatchedTraining(Script catwalk, List<String> start, String run, BooleanSupplier storageAnswers) {
    this.catwalk = catwalk;
    this.start = start;
    this.run = run;
    this.storageAnswers = storageAnswers;
  }

  /** Returns the {@code parameters_sha256} that it ended with. */
  String parameters() throws IOException, InterruptedException {
    progressed = System.nanoTime();
    Script.Finished finished = watch(start());
    while (finished.exitCode() == 4) {
      restarts++;
      Diary.note("%s ended with %s", run, finished.stderr().lines().reduce("", (a, b) -> b));
      assertThat(restarts)
          .as("restarts; the last ended with " + finished.stderr())
          .isLessThan(MOST_RESTARTS);
      awaitStorage();
      finished = watch(resumeOrStart(finished));
    }
    finished.expect(0);
    return new ObjectMapper().readTree(finished.stdout()).get("parameters_sha256").asText();
  }

  /**
   * The longest time so far without an epoch's end: from the command's start to the first one, from
   * one to the next across restarts, or from the last one to the command's end.
   */
  Duration longest() {
    return longest;
  }

  int restarts() {
    return restarts;
  }

  private void awaitStorage() {
    while (!storageAnswers.getAsBoolean()) {
      Duration wait = Duration.ofNanos(System.nanoTime() - progressed);
      assertThat(wait).as("without storage").isLessThan(LONGEST_WAIT);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(200));
    }
  }

  private Script.Running start() throws IOException {
    return train(start);
  }

  /** Before its first checkpoint there is nothing to go on from. */
  private Script.Running resumeOrStart(Script.Finished ended) throws IOException {
    return ended.stderr().contains("--resume " + run) ? train(List.of("--resume", run)) : start();
  }

  private Script.Running train(List<String> options) throws IOException {
    return catwalk.start(
        Stream.concat(Stream.of("train", "--json"), options.stream()).toArray(String[]::new));
  }

  private Script.Finished watch(Script.Running running) throws IOException, InterruptedException {
    long lines = 0;
    while (!running.process().waitFor(100, TimeUnit.MILLISECONDS)) {
      long now = epochLines(running);
      Duration wait = Duration.ofNanos(System.nanoTime() - progressed);
      longest = wait.compareTo(longest) > 0 ? wait : longest;
      if (now > lines) {
        lines = now;
        tellLong(wait);
        progressed = System.nanoTime();
      } else if (wait.compareTo(LONGEST_WAIT) > 0) {
        throw tooLong(running, wait);
      }
    }
    return running.await(Duration.ofSeconds(10));
  }

  private void tellLong(Duration wait) {
    if (wait.compareTo(WORTH_A_LINE) > 0) {
      Diary.note("%s: an epoch after %d s", run, wait.toSeconds());
    }
  }

  private AssertionError tooLong(Script.Running running, Duration wait) throws IOException {
    String said = Files.readString(running.err());
    String stacks = stacks(running.process().pid());
    running.process().descendants().forEach(ProcessHandle::destroyForcibly);
    running.process().destroyForcibly();
    return new AssertionError(
        "No epoch of " + run + " ended within " + wait + "; it said: " + said + stacks);
  }

  private static long epochLines(Script.Running running) throws IOException {
    return Files.readString(running.err())
        .lines()
        .filter(line -> line.matches("epoch \\d+/\\d+: .*"))
        .count();
  }

  private static String stacks(long pid) {
    Path jstack = Path.of(System.getProperty("java.home"), "bin", "jstack");
    return Script.at(jstack, Path.of("/")).run(Long.toString(pid)).stdout();
  }
}
