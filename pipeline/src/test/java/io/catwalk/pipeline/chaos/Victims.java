package io.catwalk.pipeline.chaos;

import io.catwalk.pipeline.cluster.LocalCluster;
import io.catwalk.pipeline.cluster.Script;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The processes, connections and disks of a cluster that something may happen to. */
final class Victims {

  static final int WORKERS = 3;

  private static final Pattern ADDRESSES = Pattern.compile("\\s(\\S+):(\\d+)\\s+(\\S+):(\\d+)\\s");

  private final LocalCluster cluster;
  private final Path disk;
  private final Path folder;

  /**
   * @param disk the small file system of one DataNode, or a folder that is none
   * @param folder for commands
   */
  Victims(LocalCluster cluster, Path disk, Path folder) {
    this.cluster = cluster;
    this.disk = disk;
    this.folder = folder;
  }

  ProcessHandle worker(Random dice) throws IOException {
    return cluster.process("worker" + (1 + dice.nextInt(WORKERS)));
  }

  ProcessHandle daemon(String name) throws IOException {
    return cluster.process(name);
  }

  /** An executor of that worker, where it has one now. */
  Optional<ProcessHandle> executor(ProcessHandle worker) {
    return worker.descendants().filter(ProcessHandle::isAlive).findFirst();
  }

  void kill(ProcessHandle process) {
    process.destroyForcibly();
    process.onExit().join();
  }

  /** Stops processes in the middle of whatever they do, as a host does that hangs. */
  void signal(String name, List<ProcessHandle> processes) {
    for (ProcessHandle process : processes) {
      // One that has ended meanwhile is none of ours.
      command("kill", "-" + name, Long.toString(process.pid()));
    }
  }

  /**
   * Cuts a connection of a process: both ends are told at once, as by a router that sends resets.
   *
   * @return whether there was one
   */
  boolean cut(ProcessHandle process, Random dice) {
    String own = "pid=" + process.pid() + ",";
    List<String> connections =
        command("ss", "-Htnp", "state", "established")
            .stdout()
            .lines()
            .filter(line -> line.contains(own))
            .toList();
    if (connections.isEmpty()) {
      return false;
    }
    Matcher found = ADDRESSES.matcher(connections.get(dice.nextInt(connections.size())));
    return found.find()
        && command(
                    "ss",
                    "-K",
                    "-Htn",
                    "sport",
                    "=",
                    ":" + found.group(2),
                    "dport",
                    "=",
                    ":" + found.group(4))
                .exitCode()
            == 0;
  }

  boolean canCut() {
    return command("ss", "-K", "-Htn", "sport", "=", ":1", "dport", "=", ":1").exitCode() == 0;
  }

  boolean hasSmallDisk() throws IOException {
    return !Files.getFileStore(disk).equals(Files.getFileStore(folder));
  }

  /** Writes until the disk holds nothing more. */
  void fill() {
    command("dd", "if=/dev/zero", "of=" + disk.resolve("full"), "bs=1M");
  }

  void empty() throws IOException {
    Files.deleteIfExists(disk.resolve("full"));
  }

  /** Starts again what has ended. */
  void restart() {
    cluster.command("start").expect(0);
  }

  private Script.Finished command(String... words) {
    return Script.at(Path.of("/usr/bin/env"), folder).run(Stream.of(words).toArray(String[]::new));
  }
}
