package io.catwalk.pipeline.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the application jar holds, and what it does not. */
class PackagedJarIT {

  /** With faults that were mended since, or too old for what reads archives now. */
  private static final List<String> OLD_IN_SPARK =
      List.of(
          "org/apache/commons/compress/",
          "org/apache/commons/io/",
          "org/apache/commons/lang3/",
          "org/apache/commons/codec/");

  /** Of which nothing runs here. */
  private static final List<String> UNUSED =
      List.of(
          "it/unimi/dsi/fastutil/",
          "com/google/gson/",
          "oshi/",
          "com/sun/jna/",
          "org/opencv/",
          "org/bytedeco/opencv/linux-x86_64/python/",
          "org/bytedeco/opencv/linux-x86_64/libopencv_dnn",
          "org/bytedeco/cuda/linux-x86_64/libjninpp");

  private static final long MOST_BYTES = 150_000_000;

  private final File jar = Script.projectRoot().resolve("pipeline/target/catwalk.jar").toFile();

  private List<String> names() throws IOException {
    try (ZipFile zip = new ZipFile(jar)) {
      return zip.stream().map(ZipEntry::getName).toList();
    }
  }

  private String text(String name) throws IOException {
    try (ZipFile zip = new ZipFile(jar);
        InputStream in = zip.getInputStream(zip.getEntry(name))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** Spark's own libraries come first on the class path of the application jar. */
  @Test
  void whatReadsArchivesIsNotSparks() throws IOException {
    assertThat(names())
        .contains("io/catwalk/shaded/compress/archivers/tar/TarFile.class")
        .noneMatch(name -> OLD_IN_SPARK.stream().anyMatch(name::startsWith));
  }

  @Test
  void itIsSmall() throws IOException {
    assertThat(jar.length()).isLessThan(MOST_BYTES);
    assertThat(names()).noneMatch(name -> UNUSED.stream().anyMatch(name::startsWith));
  }

  @Test
  void theLargestLibrariesArePackedAndInNoOtherForm() throws IOException {
    assertThat(names())
        .contains("io/catwalk/natives/nd4jcpu.zst", "io/catwalk/natives/dnnl.zst")
        .noneMatch(name -> name.matches(".*/lib(nd4jcpu|dnnl)\\..*"));
    assertThat(text("io/catwalk/natives/list").lines()).hasSize(2);
  }

  @Test
  void licencesOfOthersAreKept() throws IOException {
    assertThat(text("META-INF/LICENSE")).contains("Apache License");
    assertThat(text("META-INF/NOTICE")).contains("Catwalk", "Apache Commons");
    assertThat(names()).anyMatch(name -> name.endsWith("share/licenses/opencv4/libpng-LICENSE"));
  }

  /** Here a file lies where each of the folders would be that are tried. */
  @Test
  void aCacheThatCannotBeWrittenIsToldInOneLine(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "no folder");

    Script.Finished finished =
        Script.of("catwalk", folder)
            .with(
                "JDK_JAVA_OPTIONS",
                "-Dorg.bytedeco.javacpp.cachedir=%1$s -Duser.home=%1$s -Djava.io.tmpdir=%1$s"
                    .formatted(file))
            .run("bench", "step", "--model", "lenet5", "--minibatch", "8")
            .expect(4);

    assertThat(finished.stdout()).isEmpty();
    assertThat(finished.stderr().lines().filter(line -> !line.startsWith("NOTE: ")))
        .singleElement()
        .asString()
        .startsWith("catwalk: native libraries cannot be unpacked: none of ")
        .contains("-Dorg.bytedeco.javacpp.cachedir=/path");
  }
}
