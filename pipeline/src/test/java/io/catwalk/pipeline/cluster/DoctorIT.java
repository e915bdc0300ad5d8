package io.catwalk.pipeline.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.catwalk.pipeline.config.ConfigLoader;
import io.catwalk.pipeline.config.ConfigOverride;
import io.catwalk.pipeline.config.ConfigSources;
import io.catwalk.pipeline.config.ExperimentConfig;
import io.catwalk.pipeline.config.FakeModels;
import io.catwalk.pipeline.doctor.Diagnosis;
import io.catwalk.pipeline.doctor.Doctor.DoctorOptions;
import io.catwalk.pipeline.doctor.Finding;
import io.catwalk.pipeline.doctor.GpuFinder;
import io.catwalk.pipeline.doctor.SparkDoctor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Deliberately wrong set-ups, each of which the doctor must find. */
class DoctorIT {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String CONF = "--set=cluster.spark.";
  private static final List<String> FOUND = new ArrayList<>();

  /** A folder is empty for this process. */
  private static final String HIDING =
      "exec unshare -m sh -c 'mount -t tmpfs none \"%s\" && exec \"$JAVA\" \"$@\"' sh \"$@\"";

  @TempDir Path temporary;
  private Path storage;

  @BeforeEach
  void makeStorage() {
    storage = temporary.resolve("storage");
  }

  @AfterAll
  static void tell() {
    FOUND.forEach(System.out::println);
  }

  @Test
  void aSoundSetUpHasNoFinding() throws IOException {
    Path images = images("cat.1.jpg");

    JsonNode diagnosis = diagnose(0, doctor(), "local[1]", "--set=data.source=" + images);

    assertThat(diagnosis.get("findings"))
        .allSatisfy(finding -> assertThat(finding.get("severity").asText()).isEqualTo("ok"));
    assertThat(diagnosis.get("processes").get(0).get("images_per_second").asDouble())
        .as("LeNet-5 on the only executor")
        .isPositive();
    assertThat(storage).as("what the doctor leaves behind").doesNotExist();
  }

  @Test
  void tooManyThreads() throws IOException {
    int cores = Runtime.getRuntime().availableProcessors();

    expect("warning", "threads", doctor().with("OMP_NUM_THREADS", "" + 2 * cores), "local[2]");
  }

  @Test
  void moreMemoryThanThereIs() throws IOException {
    Script script =
        doctor()
            .with(
                "CATWALK_SUBMIT_ARGS",
                "--driver-java-options -Dorg.bytedeco.javacpp.maxbytes=999g");

    expect("error", "memory", script, "local[1]");
  }

  @Test
  void aStorageThatCannotBeWritten() throws IOException {
    storage = Path.of("/proc/catwalk");

    expect("error", "storage", doctor(), "local[1]");
  }

  @Test
  void aStorageWithoutRoom() throws IOException {
    assumeTrue(namespaces(), "needs the right to mount");
    Path small = Files.createDirectory(temporary.resolve("small"));
    storage = small.resolve("storage");
    Path wrapper =
        executable(
            "cramped",
            """
            exec unshare -m sh -c 'mount -t tmpfs -o size=8m none "%s" && exec "$0" "$@"' '%s' "$@"
            """
                .formatted(small, Script.projectRoot().resolve("submit/catwalk")));

    expect("error", "storage", Script.at(wrapper, temporary), "local[1]");
  }

  @Test
  void executorsThatDoNotSeeTheImages() throws IOException {
    assumeTrue(namespaces(), "needs the right to mount");
    Path images = images("cat.1.jpg");
    Path java = java(HIDING.formatted(images));

    expect(
        "error",
        "data",
        doctor(),
        "local-cluster[1,1,1024]",
        CONF + "executorEnv.JAVA_HOME=" + java,
        "--set=data.source=" + images);
  }

  @Test
  void executorsThatDoNotSeeTheStorage() throws IOException {
    assumeTrue(namespaces(), "needs the right to mount");
    Path own = Files.createDirectory(temporary.resolve("own"));
    storage = own.resolve("storage");
    Path java = java(HIDING.formatted(own));

    expect(
        "error",
        "storage",
        doctor(),
        "local-cluster[1,1,1024]",
        CONF + "executorEnv.JAVA_HOME=" + java);
  }

  @Test
  void kryo() throws IOException {
    expect(
        "error",
        "serialiser",
        doctor(),
        "local[1]",
        CONF + "serializer=org.apache.spark.serializer.KryoSerializer");
  }

  @Test
  void aProcessorWithoutAvx2() throws IOException {
    expect("warning", "engine", doctor().with("ONEDNN_MAX_CPU_ISA", "SSE41"), "local[1]");
  }

  /** One that Spark does not know may not even let its executors start. */
  @Test
  void anotherJavaOnExecutors() throws IOException {
    Optional<Path> other = otherJava();
    assumeTrue(other.isPresent(), "needs a second JDK");
    long began = System.nanoTime();

    Script.Finished finished =
        doctor()
            .run(
                "doctor",
                "--json",
                "--benchmark=0",
                "--master=local-cluster[1,1,1024]",
                "--storage=" + storage,
                CONF + "executorEnv.JAVA_HOME=" + other.get());

    JsonNode wrong =
        StreamSupport.stream(JSON.readTree(finished.stdout()).get("findings").spliterator(), false)
            .filter(finding -> !finding.get("severity").asText().equals("ok"))
            .filter(finding -> !finding.get("check").asText().equals("workers"))
            .findFirst()
            .orElseThrow();
    assertThat(wrong.get("check").asText()).isIn("java", "executors");
    assertThat(wrong.get("cure").asText()).contains("spark.executorEnv.JAVA_HOME");
    FOUND.add(found(wrong.get("what").asText(), wrong.get("severity").asText(), began));
  }

  private static Optional<Path> otherJava() throws IOException {
    String own = Path.of(System.getProperty("java.home")).toRealPath().toString();
    Path all = Path.of("/usr/lib/jvm");
    if (!Files.isDirectory(all)) {
      return Optional.empty();
    }
    try (Stream<Path> homes = Files.list(all)) {
      for (Path home : homes.sorted().toList()) {
        Path release = home.resolve("release");
        boolean another = !home.toRealPath().toString().equals(own);
        if (another
            && Files.exists(release)
            && !Files.readString(release).contains("JAVA_VERSION=\"17.")) {
          return Optional.of(home);
        }
      }
      return Optional.empty();
    }
  }

  @Test
  void executorsThatDieAtOnce() throws IOException {
    Path java = java("exit 3");

    expect(
        "error",
        "executors",
        doctor(),
        "local-cluster[1,1,1024]",
        CONF + "executorEnv.JAVA_HOME=" + java,
        "--wait=15");
  }

  @Test
  void gpusThatNobodyOffers() throws IOException {
    expect(
        "error",
        "gpus",
        doctor(),
        "local-cluster[1,1,1024]",
        CONF + "executor.resource.gpu.amount=1",
        CONF + "task.resource.gpu.amount=1",
        "--wait=5");
  }

  @Test
  void moreCopiesThanDataNodes() throws IOException {
    try (LocalCluster cluster = LocalCluster.start(temporary.resolve("cluster"))) {
      Script script = cluster.script("catwalk", temporary);
      long began = System.nanoTime();
      JsonNode diagnosis =
          diagnose(0, script, cluster.master(), CONF + "hadoop.dfs.replication=3", "--benchmark=0");
      remember("warning", "storage", diagnosis, began);
    }
  }

  @Test
  void anotherSpark() throws IOException {
    refused(
        "spark-version-info.properties", "version=4.3.0\n", "This is Spark 4.3.0 for Scala 2.13");
  }

  @Test
  void anotherScala() throws IOException {
    refused("library.properties", "version.number=2.11.12\n", "for Scala 2.11.12, where Catwalk");
  }

  /** Without a way to set a process's clock, executors are given another. */
  @Test
  void aClockThatIsLate() {
    ExperimentConfig config =
        new ConfigLoader(new FakeModels())
            .load(
                new ConfigSources(
                    Map.of(),
                    List.of(
                        ConfigOverride.option("--master", "cluster.master", "local[1]"),
                        ConfigOverride.option("--storage", "storage.root", storage.toString())),
                    false));
    Clock late = Clock.offset(Clock.systemUTC(), Duration.ofMinutes(-10));

    long began = System.nanoTime();
    Diagnosis diagnosis =
        new SparkDoctor(late, GpuFinder.NONE).examine(config, new DoctorOptions(60, 0), line -> {});

    Optional<Finding> clocks =
        diagnosis.findings().stream().filter(f -> f.check().equals("clocks")).findFirst();
    assertThat(clocks.orElseThrow().line()).contains("s behind the driver's", "chrony");
    assertThat(diagnosis.healthy()).isFalse();
    FOUND.add(found("clocks", "error", began));
  }

  /** The doctor finds it, with an exit code that goes with it. */
  private void expect(
      String severity, String check, Script script, String master, String... options)
      throws IOException {
    long began = System.nanoTime();
    List<String> all = new ArrayList<>(List.of(options));
    // What the training of LeNet-5 tells, it tells of one set-up.
    all.add("--benchmark=" + (check.equals("engine") ? "0.2" : "0"));
    JsonNode diagnosis =
        diagnose(severity.equals("error") ? 4 : 0, script, master, all.toArray(String[]::new));
    remember(severity, check, diagnosis, began);
  }

  private static void remember(String severity, String check, JsonNode diagnosis, long began) {
    List<JsonNode> wrong =
        StreamSupport.stream(diagnosis.get("findings").spliterator(), false)
            .filter(finding -> !finding.get("severity").asText().equals("ok"))
            .toList();
    assertThat(wrong).as(diagnosis.toPrettyString()).hasSize(1);
    assertThat(wrong.get(0).get("check").asText()).isEqualTo(check);
    assertThat(wrong.get(0).get("severity").asText()).isEqualTo(severity);
    assertThat(wrong.get(0).get("cure").asText()).isNotBlank();
    FOUND.add(found(wrong.get(0).get("what").asText(), severity, began));
  }

  private static String found(String what, String severity, long began) {
    return "doctor found in %4.1f s (%s): %s"
        .formatted((System.nanoTime() - began) / 1e9, severity, what);
  }

  private JsonNode diagnose(int exitCode, Script script, String master, String... options)
      throws IOException {
    List<String> arguments = new ArrayList<>(List.of("doctor", "--json", "--master", master));
    if (master.startsWith("local")) {
      arguments.addAll(List.of("--storage", storage.toString()));
      // One core is enough for one worker.
      arguments.add("--set=train.workers=1");
    }
    arguments.addAll(List.of(options));
    return JSON.readTree(script.run(arguments.toArray(String[]::new)).expect(exitCode).stdout());
  }

  private Script doctor() {
    return Script.of("catwalk", temporary);
  }

  /** The process ends with one line before anything of Spark is needed. */
  private void refused(String resource, String content, String line) throws IOException {
    Path first = Files.createDirectory(temporary.resolve("first"));
    Files.writeString(first.resolve(resource), content);
    long began = System.nanoTime();

    Script.Finished finished =
        doctor().with("SPARK_CONF_DIR", first.toString()).run("doctor").expect(4);

    assertThat(finished.stdout()).isEmpty();
    assertThat(finished.stderr().lines()).singleElement().asString().contains(line);
    FOUND.add(found(finished.stderr().strip(), "error", began));
  }

  private Path images(String... names) throws IOException {
    Path folder = Files.createDirectory(temporary.resolve("images"));
    for (String name : names) {
      Files.write(folder.resolve(name), new byte[] {1, 2, 3});
    }
    return folder;
  }

  /**
   * A Java that runs the real one in another way.
   *
   * @param command of a shell, in which $JAVA is the real one
   */
  private Path java(String command) throws IOException {
    Path home = Files.createDirectories(temporary.resolve("jdk/bin")).getParent();
    executable(
        "jdk/bin/java",
        "export JAVA='%s/bin/java'\n%s\n".formatted(System.getProperty("java.home"), command));
    return home;
  }

  private Path executable(String name, String script) throws IOException {
    Path file = temporary.resolve(name);
    Files.writeString(file, "#!/bin/sh\n" + script);
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /** Whether this user may have file systems of its own. */
  private static boolean namespaces() throws IOException {
    try {
      Process process =
          new ProcessBuilder("unshare", "-m", "sh", "-c", "mount -t tmpfs none /mnt").start();
      return process.waitFor(20, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
