package io.catwalk.pipeline.spark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What this machine's processor can do, as Linux tells.
 *
 * @param flags of {@code /proc/cpuinfo}; empty where there is none
 */
record CpuFeatures(Set<String> flags) {

  private static final Path CPUINFO = Path.of("/proc/cpuinfo");

  static CpuFeatures ofThisMachine() {
    try (Stream<String> lines = Files.lines(CPUINFO)) {
      return lines
          .filter(line -> line.startsWith("flags"))
          .findFirst()
          .map(
              line ->
                  new CpuFeatures(
                      Set.of(line.substring(line.indexOf(':') + 1).strip().split("\\s+"))))
          .orElse(new CpuFeatures(Set.of()));
    } catch (IOException e) {
      return new CpuFeatures(Set.of());
    }
  }

  boolean avx2() {
    return flags.contains("avx2");
  }

  boolean avx512() {
    return flags.contains("avx512f");
  }
}
