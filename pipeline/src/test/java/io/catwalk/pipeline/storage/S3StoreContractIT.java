package io.catwalk.pipeline.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.catwalk.pipeline.cluster.S3Server;
import io.catwalk.pipeline.cluster.S3Spark;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On S3, in a process with the Hadoop client of the embedded Spark: the tests' own has no S3A. */
class S3StoreContractIT {

  private static final Pattern TEST_JARS =
      Pattern.compile(".*/(junit|opentest4j|apiguardian|assertj|byte-buddy)[^/]*\\.jar");

  private static final int LAST = 30;

  @TempDir private static Path temporary;
  private static S3Server server;

  @BeforeAll
  static void start() throws Exception {
    server = S3Server.start(temporary);
  }

  @AfterAll
  static void stop() throws InterruptedException {
    if (server != null) {
      server.close();
    }
  }

  @Test
  void s3KeepsTheContract() throws Exception {
    assertThat(run(server.settings(), GivenStoreContract.class)).endsWith("tests 14 of 14");
  }

  @Test
  void whereverAPublisherDiesAFolderIsWholeOrNotThere() throws Exception {
    assertThat(run(server.settings(), ObjectFolderCrashes.class)).endsWith("tests 1 of 1");
  }

  @Test
  void whatGoesWrongOnTheWayIsTriedAgainOrTold() throws Exception {
    assertThat(run(server.settings(), ObjectStoreFaults.class)).endsWith("tests 6 of 6");
  }

  @Test
  void withoutConditionalWritesItRefuses() throws Exception {
    Map<String, String> settings = new LinkedHashMap<>(server.settings());
    settings.put("fs.s3a.create.conditional.enabled", "false");

    assertThat(run(settings, StoreWithoutExclusion.class)).endsWith("tests 3 of 3");
  }

  private static String run(Map<String, String> settings, Class<?> tests) throws Exception {
    List<String> command = new ArrayList<>(List.of(java(), "-Xmx1g", "-XX:TieredStopAtLevel=1"));
    command.add("-D" + GivenStoreContract.ROOT + "=" + server.root());
    settings.forEach((key, value) -> command.add("-D" + key + "=" + value));
    command.addAll(List.of("-cp", classPath(), ContractMain.class.getName(), tests.getName()));
    File said = Files.createTempFile(temporary, "said", ".txt").toFile();
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(said).start();
    try {
      assertThat(process.waitFor(9, TimeUnit.MINUTES)).as("ended in time").isTrue();
    } finally {
      process.destroyForcibly();
    }
    // S3A says a screen for each upload that was refused.
    List<String> lines = Files.readAllLines(said.toPath());
    return String.join("\n", lines.subList(Math.max(0, lines.size() - LAST), lines.size()));
  }

  private static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  private static String classPath() throws Exception {
    Stream<String> ours = Stream.of(place(ContractMain.class), place(HadoopStorage.class));
    Stream<String> tests =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(jar -> TEST_JARS.matcher(jar).matches());
    Stream<String> spark =
        Stream.of(S3Server.clientJars() + "/*", S3Spark.plain().resolve("jars") + "/*");
    return Stream.of(ours, tests, spark)
        .flatMap(paths -> paths)
        .collect(Collectors.joining(File.pathSeparator));
  }

  private static String place(Class<?> type) throws Exception {
    return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
  }
}
