package io.catwalk.models.engine.cuda.driver;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KernelCacheTest {

  @TempDir private Path folder;

  @Test
  void findsWhatWasKeptForTheSameKeyAlone() throws IOException {
    KernelCache cache = new KernelCache(folder.resolve("kernels"));
    assertThat(cache.find("a")).isEmpty();
    cache.keep("a", new byte[] {1, 2});
    assertThat(cache.find("a")).hasValue(new byte[] {1, 2});
    assertThat(cache.find("b")).isEmpty();
    try (var files = Files.list(folder.resolve("kernels"))) {
      assertThat(files).hasSize(1);
    }
  }

  @Test
  void doesWithoutAFolderThatCannotBeMade() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");
    KernelCache cache = new KernelCache(file.resolve("kernels"));
    cache.keep("a", new byte[] {1});
    assertThat(cache.find("a")).isEmpty();
  }
}
