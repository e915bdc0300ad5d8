package io.catwalk.pipeline;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.commons.io.FileUtils;
import org.junit.jupiter.api.extension.AnnotatedElementContext;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.io.TempDirFactory;

/**
 * Makes temporary folders below {@code target}, one folder a process of tests: JUnit's own lie in
 * the system's, where a killed one leaves gigabytes for ever. The first test of a process deletes
 * those of processes that are no more.
 */
public final class TestFolders implements TempDirFactory {

  private final Path all;
  private Path own;

  public TestFolders() {
    this(Path.of("target", "folders"));
  }

  TestFolders(Path all) {
    this.all = all.toAbsolutePath();
  }

  @Override
  public Path createTempDirectory(AnnotatedElementContext element, ExtensionContext context)
      throws IOException {
    return create();
  }

  synchronized Path create() throws IOException {
    if (own == null) {
      Path mine = Files.createDirectories(all.resolve(name(ProcessHandle.current())));
      deleteOthers(mine);
      own = mine;
    }
    return Files.createTempDirectory(own, "junit-");
  }

  private void deleteOthers(Path mine) throws IOException {
    try (Stream<Path> folders = Files.list(all)) {
      for (Path folder : folders.toList()) {
        if (!folder.equals(mine) && !lives(folder.getFileName().toString())) {
          FileUtils.deleteQuietly(folder.toFile());
        }
      }
    }
  }

  /** A number alone may be another process's by now. */
  static String name(ProcessHandle process) {
    return process.pid()
        + "-"
        + process.info().startInstant().map(i -> i.toEpochMilli()).orElse(0L);
  }

  private static boolean lives(String name) {
    Optional<ProcessHandle> process =
        name.matches("\\d+-\\d+")
            ? ProcessHandle.of(Long.parseLong(name.substring(0, name.indexOf('-'))))
            : Optional.empty();
    return process.filter(p -> name(p).equals(name)).isPresent();
  }
}
