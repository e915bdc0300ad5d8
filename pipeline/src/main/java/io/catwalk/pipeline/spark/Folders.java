package io.catwalk.pipeline.spark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** In which folders processes of this machine work. */
final class Folders {

  private static final Path PROCESSES = Path.of("/proc");

  private Folders() {}

  /**
   * Those of this user's processes; none where the system does not tell, as on macOS.
   *
   * @throws IOException where there are no processes to ask
   */
  static Set<Path> inUse() throws IOException {
    try (Stream<Path> processes = Files.list(PROCESSES)) {
      return processes
          .filter(process -> process.getFileName().toString().matches("\\d+"))
          .flatMap(Folders::ofProcess)
          .collect(Collectors.toSet());
    }
  }

  private static Stream<Path> ofProcess(Path process) {
    try {
      return Stream.of(Files.readSymbolicLink(process.resolve("cwd")));
    } catch (IOException e) {
      // It has ended, or is another user's.
      return Stream.empty();
    }
  }
}
