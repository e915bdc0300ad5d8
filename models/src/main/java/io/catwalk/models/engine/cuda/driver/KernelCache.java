package io.catwalk.models.engine.cuda.driver;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Compiled kernels in the user's cache folder, so that a process that starts does not compile what
 * another one has. Where the folder cannot be written nothing is kept, and nothing else changes.
 */
final class KernelCache {

  private final Path folder;

  /**
   * @param folder made when there is something to keep
   */
  KernelCache(Path folder) {
    this.folder = folder;
  }

  /** {@code $XDG_CACHE_HOME/catwalk/kernels}, or the same below {@code ~/.cache}. */
  static KernelCache ofUser() {
    String home = System.getenv("XDG_CACHE_HOME");
    Path cache =
        home == null || home.isBlank()
            ? Path.of(System.getProperty("user.home", "."), ".cache")
            : Path.of(home);
    return new KernelCache(cache.resolve("catwalk").resolve("kernels"));
  }

  /**
   * @param key all that the code depends on
   */
  Optional<byte[]> find(String key) {
    try {
      Path file = file(key);
      return Files.isRegularFile(file) ? Optional.of(Files.readAllBytes(file)) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Appears whole or not at all. */
  void keep(String key, byte[] code) {
    try {
      Files.createDirectories(folder);
      Path part = Files.createTempFile(folder, "kernel", ".part");
      try {
        Files.write(part, code);
        Files.move(part, file(key), StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(part);
      }
    } catch (IOException e) {
      // The next process compiles it again.
    }
  }

  private Path file(String key) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
      return folder.resolve(HexFormat.of().formatHex(digest));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
