package io.catwalk.pipeline.train;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** TCP ports that a process of this machine listens on, as Linux tells them. */
public final class ListeningPorts {

  private static final String LISTEN = "0A";

  private ListeningPorts() {}

  /** This process's. */
  public static Set<Integer> now() {
    return of(ProcessHandle.current().pid());
  }

  static Set<Integer> of(long process) {
    String proc = "/proc/" + process;
    try {
      Set<String> mine = new HashSet<>();
      try (Stream<Path> files = Files.list(Path.of(proc, "fd"))) {
        files.forEach(file -> mine.add(target(file)));
      }
      Set<Integer> ports = new HashSet<>();
      for (String table : List.of("tcp", "tcp6")) {
        for (String line : Files.readAllLines(Path.of(proc, "net", table))) {
          String[] words = line.strip().split("\\s+");
          if (words[3].equals(LISTEN) && mine.contains("socket:[" + words[9] + "]")) {
            ports.add(Integer.parseInt(words[1].substring(words[1].lastIndexOf(':') + 1), 16));
          }
        }
      }
      return ports;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String target(Path file) {
    try {
      return Files.readSymbolicLink(file).toString();
    } catch (IOException e) {
      return "closed meanwhile";
    }
  }
}
