package io.catwalk.pipeline.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The memory that this process may fill before the system kills it.
 *
 * @param bytes {@link Long#MAX_VALUE} where nothing tells
 * @param contained whether a control group sets it, not the machine's size
 */
record MemoryLimit(long bytes, boolean contained) {

  /** Control groups say "no limit" by a number near 2^63. */
  private static final long UNLIMITED = 1L << 60;

  private static final Pattern MEM_TOTAL = Pattern.compile("MemTotal:\\s+(\\d+) kB");

  /**
   * @param root of the file system: {@code /}, or another in tests
   */
  static MemoryLimit of(Path root) {
    long machine = machine(root);
    OptionalLong group = controlGroup(root);
    return group.isPresent() && group.getAsLong() < machine
        ? new MemoryLimit(group.getAsLong(), true)
        : new MemoryLimit(machine, false);
  }

  private static long machine(Path root) {
    for (String line : lines(root.resolve("proc/meminfo"))) {
      Matcher total = MEM_TOTAL.matcher(line);
      if (total.matches()) {
        return Long.parseLong(total.group(1)) * 1024;
      }
    }
    return Long.MAX_VALUE;
  }

  /** The tightest on the way from this process's group up to the root. */
  private static OptionalLong controlGroup(Path root) {
    Path groups = root.resolve("sys/fs/cgroup");
    long least = UNLIMITED;
    for (String line : lines(root.resolve("proc/self/cgroup"))) {
      String[] parts = line.split(":", 3);
      if (parts.length < 3) {
        continue;
      }
      if (parts[1].isEmpty()) {
        least = Math.min(least, tightest(groups, parts[2], "memory.max"));
      } else if (List.of(parts[1].split(",")).contains("memory")) {
        least =
            Math.min(least, tightest(groups.resolve("memory"), parts[2], "memory.limit_in_bytes"));
      }
    }
    return least < UNLIMITED ? OptionalLong.of(least) : OptionalLong.empty();
  }

  private static long tightest(Path hierarchy, String group, String file) {
    long least = UNLIMITED;
    Path own = hierarchy.resolve(group.substring(1)).normalize();
    // A container sees its own group as the root, by whatever path the host calls it.
    for (Path at = own; at != null && at.startsWith(hierarchy); at = at.getParent()) {
      least = Math.min(least, number(at.resolve(file)).orElse(UNLIMITED));
    }
    return least;
  }

  private static Optional<Long> number(Path file) {
    return lines(file).stream()
        .findFirst()
        .filter(line -> line.matches("\\d{1,19}"))
        .map(Long::parseLong);
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      return List.of();
    }
  }
}
