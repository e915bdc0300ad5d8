package io.catwalk.models.natives;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

/**
 * Puts packed libraries into a folder of their own in a cache, named by what is in them, which
 * every process of the machine shares.
 *
 * <p>Of processes that start at the same time one unpacks and the others wait for it, for a while:
 * then each unpacks for itself. A file gets its name when it is whole. What a process left that was
 * killed meanwhile is deleted by the next that unpacks.
 *
 * @param cache a folder on a file system that allows libraries to be loaded
 * @param patience with another process that unpacks the same
 */
record Unpacking(Path cache, Duration patience) {

  private static final String UNFINISHED = ".unfinished";

  /** Nothing unpacks for so long. */
  private static final Duration ABANDONED = Duration.ofMinutes(10);

  private static final Duration LOOK_AGAIN = Duration.ofMillis(50);

  /**
   * @return the folder in which all of them lie
   * @throws IOException in one line for a user
   */
  Path unpack(List<PackedLibrary> libraries) throws IOException {
    // By all of them: a release may bring another of one alone.
    Path folder =
        cache.resolve(
            libraries.stream()
                .map(PackedLibrary::crc)
                .collect(Collectors.joining("-", "catwalk-", "")));
    for (PackedLibrary library : libraries) {
      Path file = folder.resolve(library.name());
      if (!isThere(file, library)) {
        try {
          await(library, file);
        } catch (IOException e) {
          throw explained(library, file, e);
        }
      }
    }
    return folder;
  }

  /** Returns when the file is there, whoever has unpacked it. */
  private void await(PackedLibrary library, Path file) throws IOException {
    Files.createDirectories(file.getParent());
    Path lock = file.resolveSibling(library.name() + ".lock");
    try (FileChannel channel =
        FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      long end = System.nanoTime() + patience.toNanos();
      while (!isTaken(channel) && System.nanoTime() < end && !isThere(file, library)) {
        LockSupport.parkNanos(LOOK_AGAIN.toNanos());
      }
      if (!isThere(file, library)) {
        unpack(library, file);
      }
    }
  }

  /** Whether this process is the one to unpack; closing the channel lets the next one be. */
  private static boolean isTaken(FileChannel channel) {
    try {
      return channel.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      return false; // another thread's
    } catch (IOException e) {
      return true; // a file system without locks
    }
  }

  /** A size that differs is damage: the name says what is in it. */
  private static boolean isThere(Path file, PackedLibrary library) throws IOException {
    return Files.exists(file) && Files.size(file) == library.size();
  }

  private static void unpack(PackedLibrary library, Path file) throws IOException {
    deleteAbandoned(file.getParent());
    Path unfinished = Files.createTempFile(file.getParent(), library.name(), UNFINISHED);
    try (InputStream bytes = library.open()) {
      Files.copy(bytes, unfinished, StandardCopyOption.REPLACE_EXISTING);
      if (!isThere(unfinished, library)) {
        throw new IOException("the jar is damaged: " + library.resource() + " ends too early");
      }
      readableForAll(unfinished);
      Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(unfinished);
    }
  }

  private static IOException explained(PackedLibrary library, Path file, IOException cause) {
    return new IOException(
        "native libraries cannot be unpacked: "
            + library.name()
            + " ("
            + library.size() / 1_000_000
            + " MB) into "
            + file.getParent()
            + ": "
            + cause
            + "; -Dorg.bytedeco.javacpp.cachedir=/path (for the driver by JAVA_TOOL_OPTIONS) names another folder",
        cause);
  }

  /** Temporary files are their owner's alone; the cache may be all users'. */
  private static void readableForAll(Path file) {
    file.toFile().setReadable(true, false);
  }

  private static void deleteAbandoned(Path folder) throws IOException {
    long before = Instant.now().minus(ABANDONED).toEpochMilli();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*" + UNFINISHED)) {
      for (Path file : files) {
        // 0 for one that got its name meanwhile.
        if (file.toFile().lastModified() < before) {
          Files.deleteIfExists(file);
        }
      }
    }
  }
}
