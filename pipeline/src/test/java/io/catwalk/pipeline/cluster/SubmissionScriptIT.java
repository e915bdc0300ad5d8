package io.catwalk.pipeline.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What submit/catwalk leaves in storage for a driver inside the cluster, who may see it, and what
 * becomes of it. A script stands for spark-submit, so that no cluster is needed.
 */
class SubmissionScriptIT {

  private static final Duration LIMIT = Duration.ofMinutes(3);

  @TempDir private Path folder;
  private final Map<String, String> variables = new HashMap<>();
  private Path storage;
  private Path spark;
  private Path started;
  private Path jar;

  @BeforeEach
  void install() throws IOException {
    storage = Files.createDirectory(folder.resolve("storage"));
    started = folder.resolve("started");
    Path embedded = SparkRuntimes.embedded();
    spark = Files.createDirectories(folder.resolve("spark"));
    for (String part : List.of("jars", "conf")) {
      Files.createSymbolicLink(spark.resolve(part), embedded.resolve(part));
    }
    Files.createSymbolicLink(
        Files.createDirectory(spark.resolve("bin")).resolve("spark-class"),
        embedded.resolve("bin/spark-class"));
    jar = thin(folder.resolve("catwalk.jar"));
    Files.writeString(
        folder.resolve("mine.conf"), "retrain.hooks.command = [curl, --token, hunter2]\n");
  }

  /** An application of this test's own classes: the real one is long to copy and to check. */
  private static Path thin(Path file) throws IOException {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest
        .getMainAttributes()
        .put(
            Attributes.Name.CLASS_PATH,
            Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(entry -> Path.of(entry).toUri().toString())
                .collect(Collectors.joining(" ")));
    new JarOutputStream(Files.newOutputStream(file), manifest).close();
    return file;
  }

  /**
   * @param then what spark-submit does after it has noted its arguments
   */
  private Script.Running start(String then) throws IOException {
    Path submit = spark.resolve("bin/spark-submit");
    Files.writeString(
        submit,
        "#!/bin/sh\nprintf '%%s\\n' \"$@\" >'%1$s.part'\nmv '%1$s.part' '%1$s'\n%2$s\n"
            .formatted(started, then));
    assertThat(submit.toFile().setExecutable(true)).isTrue();
    return Script.of("catwalk", folder)
        .with("SPARK_HOME", spark.toString())
        .with("CATWALK_JAR", jar.toString())
        .with(variables)
        .start(
            "train",
            "--deploy-mode",
            "cluster",
            "--master",
            "spark://127.0.0.1:9",
            "--storage",
            "file:" + storage,
            "--config",
            folder.resolve("mine.conf").toString());
  }

  private List<Path> below(Path root) throws IOException {
    try (Stream<Path> all = Files.walk(root)) {
      return all.filter(path -> !path.toString().endsWith(".crc")).toList();
    }
  }

  private static String mode(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  private void awaitStart(Script.Running running) throws IOException {
    Waiting.until("it started", running, () -> Files.exists(started));
  }

  @Test
  void theExperimentIsForItsUserAloneAndGoesInTheEnd() throws Exception {
    Path go = folder.resolve("go");
    Script.Running running = start("while [ ! -e '" + go + "' ]; do sleep 0.1; done; exit 1");
    awaitStart(running);

    Path copy =
        below(storage).stream()
            .filter(path -> path.endsWith("mine.conf"))
            .findFirst()
            .orElseThrow();
    assertThat(mode(copy)).isEqualTo("rw-------");
    assertThat(mode(copy.getParent())).isEqualTo("rwx------");
    assertThat(mode(storage.resolve("submissions"))).isEqualTo("rwxr-xr-x");
    assertThat(Files.readAllLines(started))
        .contains("file:" + copy, "spark.catwalk.mailbox=file:" + copy.getParent());
    Path stored = Path.of(applicationIn(Files.readAllLines(started)).substring("file:".length()));
    assertThat(Files.mismatch(stored, jar)).isEqualTo(-1);

    Files.createFile(go);
    running.await(LIMIT).expect(4);

    assertThat(below(storage)).containsOnly(storage, storage.resolve("submissions"), stored);
  }

  /**
   * Which of two a Spark takes is its own matter; whichever it takes has what is the launcher's.
   */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "--conf 'spark.driver.extraJavaOptions=-Dmine=1 -Xss2m'",
        "--conf='spark.driver.extraJavaOptions=-Dmine=1 -Xss2m'",
        "-c 'spark.driver.extraJavaOptions=-Dmine=1 -Xss2m'",
        "--driver-java-options '-Dmine=1 -Xss2m'",
        "--driver-java-options='-Dmine=1 -Xss2m'"
      })
  void javaOptionsOfTheUserReplaceNone(String options) throws Exception {
    variables.put("CATWALK_STORAGE", "file:" + storage);
    variables.put("CATWALK_SUBMIT_ARGS", "--conf spark.mine=yes " + options + " --verbose");
    start("exit 1").await(LIMIT).expect(4);

    List<String> arguments = Files.readAllLines(started);
    assertThat(arguments).containsSequence("--conf", "spark.mine=yes").contains("--verbose");
    assertThat(arguments)
        .filteredOn(word -> word.contains("-Dmine=1"))
        .singleElement()
        .asString()
        .contains("--add-opens=java.base/")
        .contains(" -Dstorage.root='file:" + storage + "'")
        .endsWith(" -Dmine=1 -Xss2m");
  }

  private static String applicationIn(List<String> arguments) {
    return arguments.stream().filter(word -> word.endsWith(".jar")).findFirst().orElseThrow();
  }

  @Test
  void anApplicationThatSomebodyElsePutThereIsReplaced() throws Exception {
    Script.Running running = start("exit 1");
    running.await(LIMIT).expect(4);
    Path stored = Path.of(applicationIn(Files.readAllLines(started)).substring("file:".length()));
    Files.deleteIfExists(stored.resolveSibling("." + stored.getFileName() + ".crc"));
    Files.writeString(stored, "another application");

    Script.Finished again = start("exit 1").await(LIMIT).expect(4);

    assertThat(again.stderr()).contains("is not the application");
    assertThat(Files.mismatch(stored, jar)).isEqualTo(-1);
  }

  @Test
  void anInterruptedCommandLeavesTheMailboxToTheDriver() throws Exception {
    Script.Running running = start("trap 'exit 130' INT TERM; sleep 300 & wait");
    awaitStart(running);

    running.process().descendants().forEach(ProcessHandle::destroy);
    running.process().destroy();
    Script.Finished finished = running.await(LIMIT).expect(143);

    assertThat(finished.stderr()).contains("the driver goes on in the cluster");
    List<Path> left = below(storage);
    assertThat(left).anyMatch(path -> path.endsWith("nobody-waits"));
    assertThat(left.stream().filter(path -> path.endsWith("mine.conf")))
        .allSatisfy(copy -> assertThat(mode(copy)).isEqualTo("rw-------"));
  }
}
