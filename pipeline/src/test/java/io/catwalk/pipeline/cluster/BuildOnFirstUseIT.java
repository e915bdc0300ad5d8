package io.catwalk.pipeline.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code submit/catwalk} in a fresh clone, with a stand-in for Maven that makes empty shells. */
class BuildOnFirstUseIT {
  /** Notes its call, takes a while, and leaves what the real one would leave. */
  private static final String MAVEN =
      """
      #!/usr/bin/env bash
      set -eu
      root="$(dirname "${6}")"
      printf '%s\\n' "$*" >>"$root/calls"
      [ ! -e "$root/fails" ] || exit 1
      sleep 1
      runtime="$root/submit/runtime/spark/target"
      mkdir -p "$root/pipeline/target" "$runtime/bin" "$runtime/conf"
      { printf 'PK\\005\\006'; head -c 18 /dev/zero; } >"$root/pipeline/target/catwalk.jar"
      for name in spark-class spark-submit; do
        printf '#!/bin/sh\\necho submitted\\n' >"$runtime/bin/$name"
        chmod +x "$runtime/bin/$name"
      done
      touch "$runtime/conf/log4j2.properties"
      """;

  @TempDir Path clone;
  private Script catwalk;

  @BeforeEach
  void cloneScripts() throws IOException {
    Path from = Script.projectRoot().resolve("submit");
    Files.createDirectories(clone.resolve("submit/lib"));
    try (var libraries = Files.list(from.resolve("lib"))) {
      for (Path library : libraries.toList()) {
        Files.copy(library, clone.resolve("submit/lib").resolve(library.getFileName()));
      }
    }
    Path script = Files.copy(from.resolve("catwalk"), clone.resolve("submit/catwalk"));
    Path maven = Files.createDirectories(clone.resolve("bin")).resolve("mvn");
    Files.writeString(maven, MAVEN);
    maven.toFile().setExecutable(true);
    catwalk =
        Script.at(script, clone)
            .with("CATWALK_BUILD", "missing")
            .with("PATH", maven.getParent() + ":" + System.getenv("PATH"));
  }

  @Test
  void twoStartsAtOnceBuildOnce() throws IOException {
    Script.Running first = catwalk.start("train");
    Script.Running second = catwalk.start("train");

    assertThat(first.await(Duration.ofSeconds(60)).expect(0).stdout()).isEqualTo("submitted\n");
    assertThat(second.await(Duration.ofSeconds(60)).expect(0).stdout()).isEqualTo("submitted\n");
    assertThat(clone.resolve("calls"))
        .content()
        .containsOnlyOnce("-pl pipeline,submit/runtime/spark -am -DskipTests package");
  }

  @Test
  void whatIsBuiltIsNotBuiltAgain() throws IOException {
    catwalk.run("train").expect(0);
    Files.delete(clone.resolve("calls"));

    assertThat(catwalk.run("train").expect(0).stderr()).isEmpty();

    assertThat(clone.resolve("calls")).doesNotExist();
  }

  @Test
  void halfABuildIsNotTakenForWhole() throws IOException {
    catwalk.run("train").expect(0);
    Files.writeString(clone.resolve("pipeline/target/catwalk.jar"), "PK, the first half of a jar");
    Files.delete(clone.resolve("submit/runtime/spark/target/conf/log4j2.properties"));
    Files.delete(clone.resolve("calls"));

    catwalk.run("train").expect(0);

    assertThat(clone.resolve("calls")).content().contains("-pl pipeline,submit/runtime/spark");
  }

  @Test
  void aBuildThatFailsIsSaidAndLeavesNoLock() throws IOException {
    Files.createFile(clone.resolve("fails"));
    assertThat(catwalk.run("train").expect(1).stderr()).contains("the build failed");

    Files.delete(clone.resolve("fails"));
    catwalk.run("train").expect(0);
  }

  /** An unpacked tarball, which has nothing to build from. */
  @Test
  void aReleaseThatLacksAPartIsToldAndNotBuilt() throws IOException {
    Path spark = Files.createDirectories(clone.resolve("lib/spark"));
    Path jar = Files.writeString(clone.resolve("lib/catwalk.jar"), "PK, the first half of a jar");

    assertThat(catwalk.run("train").expect(2).stderr())
        .isEqualTo(
            "catwalk: "
                + jar.toRealPath()
                + " is missing or cut off: unpack the tarball of this release again\n");
    TestJar.write(jar, EchoMain.class);
    assertThat(catwalk.run("train").expect(2).stderr())
        .contains(spark.toRealPath() + " is missing or cut off")
        .hasLineCount(1);
    assertThat(clone.resolve("calls")).doesNotExist();
  }

  @Test
  void buildsNothingWhereThatIsForbidden() {
    assertThat(catwalk.with("CATWALK_BUILD", "never").run("train").expect(2).stderr())
        .contains("not built: pipeline,submit/runtime/spark");
    assertThat(clone.resolve("calls")).doesNotExist();
  }
}
