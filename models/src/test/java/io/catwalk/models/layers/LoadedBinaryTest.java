package io.catwalk.models.layers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.nd4j.linalg.factory.Nd4j;

/**
 * These tests run on two builds of libnd4j, with oneDNN and without, and are worth nothing on any
 * other than the one asked for; JavaCPP quietly takes another where it cannot find that.
 */
@EnabledOnOs(value = OS.LINUX, architectures = "amd64")
@Tag("every-binary")
class LoadedBinaryTest {

  private static final String EXTENSION = "org.bytedeco.javacpp.platform.extension";

  @Test
  void theBuildAskedForIsLoaded() throws IOException {
    Nd4j.ones(1);
    try (Stream<String> maps = Files.lines(Path.of("/proc/self/maps"))) {
      List<String> folders =
          maps.filter(line -> line.endsWith("/libnd4jcpu.so"))
              .map(line -> Path.of(line.substring(line.indexOf('/'))).getParent())
              .map(folder -> folder.getFileName().toString())
              .distinct()
              .toList();
      assertThat(folders).containsExactly("linux-x86_64" + System.getProperty(EXTENSION, ""));
    }
  }
}
