package io.catwalk.pipeline.cli;

import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.bytedeco.javacpp.Pointer;

/** What this process holds at a moment. */
final class Footprint {

  /** What is counted, and by how much it may grow while it is called flat. */
  enum Kind {
    HEAP_MEGABYTES(24),
    OFF_HEAP_MEGABYTES(24),
    THREADS(4),
    SOCKETS(4),
    FILES(4);

    private final double noise;

    Kind(double noise) {
      this.noise = noise;
    }
  }

  private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

  /**
   * Pools of Spark that start a thread for each piece of work, up to a limit of their own, and keep
   * it for 60 s after: what they hold tells how lately Spark worked, not what was left behind.
   */
  private static final List<String> POOLS =
      List.of(
          "broadcast-exchange-",
          "QueryStageCreator-",
          "block-manager-ask-thread-pool-",
          "block-manager-storage-async-thread-pool-");

  private final Map<Kind, Double> counts = new EnumMap<>(Kind.class);

  /**
   * Takes one as soon as what only takes a moment to end has ended: until nothing is above what was
   * held before, or it stays so for 5 s.
   */
  static Footprint after(Footprint before) throws IOException {
    Instant limit = Instant.now().plusSeconds(5);
    Footprint now = now();
    while (now.isAbove(before) && Instant.now().isBefore(limit)) {
      now = now();
    }
    return now;
  }

  private boolean isAbove(Footprint before) {
    return Stream.of(Kind.values())
        .anyMatch(kind -> counts.get(kind) > before.counts.get(kind) + kind.noise);
  }

  /** Takes one, after a garbage collection that lets native memory go as well. */
  static Footprint now() throws IOException {
    // The first hands what is unreachable to the cleaners, the second takes what they held.
    System.gc();
    System.runFinalization();
    System.gc();
    Footprint now = new Footprint();
    now.counts.put(
        Kind.HEAP_MEGABYTES,
        megabytes(ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed()));
    long buffers =
        ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
            .mapToLong(BufferPoolMXBean::getMemoryUsed)
            .sum();
    now.counts.put(Kind.OFF_HEAP_MEGABYTES, megabytes(Pointer.totalBytes() + buffers));
    now.counts.put(Kind.THREADS, (double) threads());
    List<String> open = open();
    long sockets = open.stream().filter(target -> target.startsWith("socket:")).count();
    now.counts.put(Kind.SOCKETS, (double) sockets);
    now.counts.put(Kind.FILES, (double) open.size() - sockets);
    return now;
  }

  private static long threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> POOLS.stream().noneMatch(thread.getName()::startsWith))
        .count();
  }

  private static double megabytes(long bytes) {
    return bytes / 1e6;
  }

  private static List<String> open() throws IOException {
    try (Stream<Path> links = Files.list(DESCRIPTORS)) {
      return links.map(Footprint::target).toList();
    }
  }

  private static String target(Path link) {
    try {
      return Files.readSymbolicLink(link).toString();
    } catch (IOException e) {
      // Closed meanwhile: the listing's own, for one.
      return "";
    }
  }

  /**
   * What grew from the first quarter's end on, by a straight line through all that followed; caches
   * fill in the first quarter. A line sees steady growth among the ups and downs of single moments.
   *
   * @param all in order, at least eight
   * @return a line for each kind that is not flat
   */
  static List<String> growth(List<Footprint> all) {
    List<Footprint> settled = all.subList(all.size() / 4, all.size());
    return Stream.of(Kind.values())
        .filter(kind -> grown(kind, settled) > kind.noise)
        .map(kind -> kind + " grew by " + Math.round(grown(kind, settled)) + ": " + of(kind, all))
        .toList();
  }

  private static List<Double> of(Kind kind, List<Footprint> all) {
    return all.stream().map(footprint -> footprint.counts.get(kind)).toList();
  }

  private static double grown(Kind kind, List<Footprint> settled) {
    List<Double> values = of(kind, settled);
    int n = values.size();
    double middle = (n - 1) / 2.0;
    double mean = values.stream().mapToDouble(value -> value).average().orElseThrow();
    double along = 0;
    double square = 0;
    for (int i = 0; i < n; i++) {
      along += (i - middle) * (values.get(i) - mean);
      square += (i - middle) * (i - middle);
    }
    return along / square * (n - 1);
  }

  @Override
  public String toString() {
    return counts.toString();
  }
}
