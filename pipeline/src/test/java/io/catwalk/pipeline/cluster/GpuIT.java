package io.catwalk.pipeline.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * How GPUs are asked for, handed out and trained on, on a cluster that pretends to have one a host:
 * a processor computes what the GPU would.
 */
class GpuIT {

  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir static Path temporary;
  private static LocalCluster cluster;

  @BeforeAll
  static void startTheCluster() throws IOException {
    Script.of("get-data", temporary)
        .run("synthetic", "--to", "pictures", "--classes", "2", "--images", "40")
        .expect(0);
    Script.at(Path.of("/bin/tar"), temporary)
        .run("-cf", "pictures.tar", "-C", "pictures", ".")
        .expect(0);
    Files.writeString(
        temporary.resolve("drawn.conf"),
        """
data {
  name = drawn, source = pictures.tar, split = hash, validation-percent = 10, test-percent = 25
  shape { height = 32, width = 32, channels = 1 }
}
model.name = lenet5
train { workers = 2, averaging-frequency = 2, minibatch = 8, epochs = 1, accelerator = gpu, gpu-wait = 40 }
""");
    cluster =
        LocalCluster.start(
            temporary.resolve("cluster"),
            "--yarn",
            "--cores",
            "2",
            "--memory",
            "4g",
            "--gpus",
            "1");
    TestJar.write(
        temporary.resolve("devices.jar"), TellingDevices.class, TellingDevices.Pretended.class);
    Files.createDirectories(temporary.resolve("events"));
    // Each NodeManager tells containers its port: one pretended device each, of another number.
    Path script = temporary.resolve("gpus.sh");
    Files.writeString(
        script,
        """
        #!/bin/sh
        case "$NM_HOST" in 127.0.0.2) n=0 ;; *) n=1 ;; esac
        echo '{"name": "gpu", "addresses": ["'$n'"]}'
        """);
    assertThat(script.toFile().setExecutable(true)).isTrue();
  }

  @AfterAll
  static void stopTheCluster() throws IOException {
    if (cluster != null) {
      cluster.close();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"spark", "yarn"})
  void everyTrainingTaskComputesOnItsOwnDevice(String master) throws IOException {
    Path events = Files.createDirectory(temporary.resolve("events/" + master));
    Script.Finished finished =
        pretended(
                "--conf spark.eventLog.enabled=true --conf spark.eventLog.compress=false"
                    + " --conf spark.eventLog.rolling.enabled=false --conf spark.eventLog.dir="
                    + events.toUri())
            .run(arguments(master, "--run-id", master, "--json"))
            .expect(0);

    JsonNode result = JSON.readTree(finished.stdout());
    assertThat(result.get("train_examples").asInt()).isPositive();
    String logs = master.equals("yarn") ? "yarn/logs" : "spark";
    assertThat(devices(1, logs)).as("devices of tasks on the first host").containsExactly("0");
    assertThat(devices(2, logs)).as("devices of tasks on the second host").containsExactly("1");
    List<JsonNode> stages = stages(events);
    assertThat(stages.stream().filter(stage -> profile(stage) > 0))
        .as("stages that compute, and ask for a GPU a task")
        .isNotEmpty();
    assertThat(stages.stream().filter(stage -> profile(stage) == 0))
        .as("stages that read and decode, on every core")
        .isNotEmpty();
  }

  @Test
  void tooFewAreToldInTime() {
    long began = System.nanoTime();
    Script.Finished finished =
        pretended("")
            .run(arguments("spark", "--set", "train.workers=3", "--set", "train.gpu-wait=30"))
            .expect(4);

    assertThat(finished.stderr())
        .contains("train.workers = 3: 2 of 3 GPUs came within 30 s (train.gpu-wait)")
        .doesNotContain("\tat ");
    System.out.println("too few GPUs: told in " + (System.nanoTime() - began) / 1e9 + " s");
  }

  @Test
  void noneAtAllAreToldInTime() {
    Script.Finished finished =
        pretended("--conf spark.executor.resource.gpu.amount=2")
            .run(arguments("spark", "--set", "train.gpu-wait=5"))
            .expect(4);

    assertThat(finished.stderr()).contains(": 0 of 1 GPUs came within 5 s");
  }

  @Test
  void whatIsMissingOfCudaIsToldBeforeTraining() {
    Script.Finished finished =
        cluster.script("catwalk", temporary).run(arguments("spark")).expect(4);

    assertThat(finished.stderr())
        .containsPattern(
            "train.accelerator = gpu, on 127\\.0\\.0\\.[23]: device cuda: libcuda.so.1 \\(NVIDIA's driver\\) was not found in .*: install NVIDIA's driver")
        .doesNotContain("epoch 1")
        .doesNotContain("\tat ");
  }

  private static Script pretended(String more) {
    return cluster
        .script("catwalk", temporary)
        .within(Duration.ofMinutes(6))
        .with(
            "CATWALK_SUBMIT_ARGS",
            "--jars %s --conf spark.catwalk.devices=%s --conf spark.executor.resource.gpu.discoveryScript=%s %s"
                .formatted(
                    temporary.resolve("devices.jar"),
                    TellingDevices.class.getName(),
                    temporary.resolve("gpus.sh"),
                    more));
  }

  private static String[] arguments(String master, String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "train",
                "--config",
                "drawn.conf",
                "--master",
                master.equals("yarn") ? "yarn" : cluster.master()));
    arguments.addAll(List.of(more));
    return arguments.toArray(String[]::new);
  }

  /** Devices that tasks of a host's executors computed on. */
  private static Set<String> devices(int host, String logs) throws IOException {
    Set<String> devices = new TreeSet<>();
    Path folder = temporary.resolve("cluster/hosts/" + host + "/" + logs);
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(f -> f.endsWith("stderr")).toList()) {
        Files.readString(file)
            .lines()
            .filter(line -> line.startsWith(TellingDevices.LINE))
            .forEach(line -> devices.add(line.substring(TellingDevices.LINE.length())));
      }
    }
    return devices;
  }

  private static List<JsonNode> stages(Path events) throws IOException {
    List<JsonNode> stages = new ArrayList<>();
    try (Stream<Path> files = Files.walk(events)) {
      for (Path file : files.filter(GpuIT::isEventLog).toList()) {
        for (String line : Files.readAllLines(file)) {
          JsonNode event = JSON.readTree(line);
          if (event.path("Event").asText().equals("SparkListenerStageSubmitted")) {
            stages.add(event.get("Stage Info"));
          }
        }
      }
    }
    return stages;
  }

  private static boolean isEventLog(Path file) {
    return Files.isRegularFile(file) && !file.getFileName().toString().endsWith(".crc");
  }

  private static int profile(JsonNode stage) {
    return stage.path("Resource Profile Id").asInt();
  }
}
