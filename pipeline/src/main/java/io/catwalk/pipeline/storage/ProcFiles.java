package io.catwalk.pipeline.storage;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.UUID;

/**
 * Processes by Linux' {@code /proc}. Start times are read as the kernel counts them: Java's are
 * computed from the wall clock, and differ between two readers once that is set.
 *
 * @param root where it is mounted
 * @param pid of this process
 */
record ProcFiles(Path root, long pid) implements Processes {

  /** Field of {@code stat} with the start time, counted from the one behind the command's name. */
  private static final int START_TIME = 19;

  @Override
  public ProcessIdentity self() {
    String namespace = trusted() ? link("self/ns/pid") : "";
    return new ProcessIdentity(
        UUID.randomUUID().toString(), host(), boot(), namespace, pid, ownStart());
  }

  @Override
  public Fate fate(ProcessIdentity other) {
    if (other.started().isEmpty() || !self().sharesNumbersWith(other)) {
      return Fate.UNKNOWN;
    }
    try {
      return start(other.pid()).equals(other.started()) ? Fate.RUNS : Fate.ENDED;
    } catch (NoSuchFileException e) {
      return Fate.ENDED;
    } catch (IOException | IllegalArgumentException e) {
      return Fate.UNKNOWN;
    }
  }

  /**
   * Whether the numbers in it are those of this process's own namespace (not so after {@code
   * unshare --pid} without a new mount), and it shows every user's processes (not so with {@code
   * hidepid}): number 1 is always there.
   */
  private boolean trusted() {
    return link("self").equals(Long.toString(pid)) && Files.isReadable(root.resolve("1/stat"));
  }

  private String link(String path) {
    try {
      return Files.readSymbolicLink(root.resolve(path)).toString();
    } catch (IOException | UnsupportedOperationException e) {
      return "";
    }
  }

  private String boot() {
    try {
      return Files.readString(root.resolve("sys/kernel/random/boot_id")).strip();
    } catch (IOException e) {
      return "";
    }
  }

  private String ownStart() {
    try {
      return start(pid);
    } catch (IOException | IllegalArgumentException e) {
      return "";
    }
  }

  /** The command's name stands in parentheses and may hold anything, so the last one counts. */
  private String start(long process) throws IOException {
    Path file = root.resolve(process + "/stat");
    String stat = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
    String[] fields = stat.substring(stat.lastIndexOf(')') + 1).strip().split(" ");
    if (fields.length <= START_TIME) {
      throw new IllegalArgumentException(file + " has no start time");
    }
    return fields[START_TIME];
  }

  private static String host() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "";
    }
  }
}
