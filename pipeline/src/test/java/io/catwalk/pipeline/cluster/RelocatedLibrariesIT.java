package io.catwalk.pipeline.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;

/** Spark's own libraries come first on the class path of the application jar. */
class RelocatedLibrariesIT {

  /** With faults that were mended since, or too old for what reads archives now. */
  private static final List<String> OLD_IN_SPARK =
      List.of(
          "org/apache/commons/compress/",
          "org/apache/commons/io/",
          "org/apache/commons/lang3/",
          "org/apache/commons/codec/");

  @Test
  void whatReadsArchivesIsNotSparks() throws IOException {
    File jar = Script.projectRoot().resolve("pipeline/target/catwalk.jar").toFile();
    try (ZipFile zip = new ZipFile(jar)) {
      List<String> classes =
          zip.stream().map(ZipEntry::getName).filter(name -> name.endsWith(".class")).toList();

      assertThat(classes)
          .contains("io/catwalk/shaded/compress/archivers/tar/TarFile.class")
          .noneMatch(name -> OLD_IN_SPARK.stream().anyMatch(name::startsWith));
    }
  }
}
